//! The digest of whatever serde can tell of, without the detour of a text.

use std::hash::Hasher;

use serde::de::value::Error;
use serde::ser::{self, Serialize, Serializer};

use super::Hashing;

/// What follows. Each value begins with its kind, so that none runs into the next one.
#[derive(Clone, Copy)]
enum Mark {
    Nothing,
    No,
    Yes,
    Signed,
    Unsigned,
    Fraction,
    /// Numbers of 16 bytes.
    WideSigned,
    WideUnsigned,
    Text,
    Bytes,
    Variant,
    Many,
    Table,
    Structure,
    End,
    /// A field that is left out: those of a structure come in order, so they need no names.
    LeftOut,
}

impl Hashing {
    /// Takes a value. Two that serde tells apart are told apart, but for `None` and `()`, for
    /// `Some(x)` and `x`, and for the names of fields of structures of one name.
    ///
    /// # Errors
    /// The value refuses to be told.
    pub fn tell(&mut self, value: &impl Serialize) -> Result<(), Error> {
        value.serialize(Telling(self))
    }

    fn mark(&mut self, mark: Mark) {
        self.write(&[mark as u8]);
    }

    fn bytes(&mut self, mark: Mark, bytes: &[u8]) {
        self.mark(mark);
        let length = bytes.len() as u64;
        // Most are short.
        match u8::try_from(length) {
            Ok(short) if short < u8::MAX => self.write(&[short]),
            _ => {
                self.write(&[u8::MAX]);
                self.write(&length.to_le_bytes());
            }
        }
        self.write(bytes);
    }

    fn number(&mut self, mark: Mark, bytes: [u8; 8]) {
        self.mark(mark);
        self.write(&bytes);
    }
}

/// Tells of one value.
struct Telling<'h>(&'h mut Hashing);

/// Tells of the parts of one.
struct Parts<'h>(&'h mut Hashing);

type Told = Result<(), Error>;

/// Numbers, all as the longest of their kind.
macro_rules! numbers {
    ($($method:ident $kind:ty => $mark:ident $wide:ty),*) => {$(
        fn $method(self, value: $kind) -> Told {
            self.0.number(Mark::$mark, <$wide>::from(value).to_le_bytes());
            Ok(())
        }
    )*};
}

impl<'h> Serializer for Telling<'h> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'h>;
    type SerializeTuple = Parts<'h>;
    type SerializeTupleStruct = Parts<'h>;
    type SerializeTupleVariant = Parts<'h>;
    type SerializeMap = Parts<'h>;
    type SerializeStruct = Parts<'h>;
    type SerializeStructVariant = Parts<'h>;

    numbers! {
        serialize_i8 i8 => Signed i64, serialize_i16 i16 => Signed i64,
        serialize_i32 i32 => Signed i64, serialize_i64 i64 => Signed i64,
        serialize_u8 u8 => Unsigned u64, serialize_u16 u16 => Unsigned u64,
        serialize_u32 u32 => Unsigned u64, serialize_u64 u64 => Unsigned u64,
        serialize_f32 f32 => Fraction f64, serialize_f64 f64 => Fraction f64
    }

    fn serialize_i128(self, value: i128) -> Told {
        self.0.bytes(Mark::WideSigned, &value.to_le_bytes());
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Told {
        self.0.bytes(Mark::WideUnsigned, &value.to_le_bytes());
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Told {
        self.0.mark(if value { Mark::Yes } else { Mark::No });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Told {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Told {
        self.0.bytes(Mark::Text, value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Told {
        self.0.bytes(Mark::Bytes, value);
        Ok(())
    }

    fn serialize_none(self) -> Told {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Told {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Told {
        self.0.mark(Mark::Nothing);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Told {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Told {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Told {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Told {
        self.0.bytes(Mark::Variant, variant.as_bytes());
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'h>, Error> {
        self.0.mark(Mark::Many);
        Ok(Parts(self.0))
    }

    fn serialize_tuple(self, length: usize) -> Result<Parts<'h>, Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<Parts<'h>, Error> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Parts<'h>, Error> {
        self.0.bytes(Mark::Variant, variant.as_bytes());
        self.serialize_seq(Some(length))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'h>, Error> {
        self.0.mark(Mark::Table);
        Ok(Parts(self.0))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'h>, Error> {
        self.0.bytes(Mark::Structure, name.as_bytes());
        Ok(Parts(self.0))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Parts<'h>, Error> {
        self.0.bytes(Mark::Variant, variant.as_bytes());
        self.serialize_struct(variant, length)
    }
}

impl Parts<'_> {
    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Told {
        value.serialize(Telling(self.0))
    }

    fn close(self) {
        self.0.mark(Mark::End);
    }
}

/// What has one kind of parts.
macro_rules! parts {
    ($($kind:ident $method:ident),*) => {$(
        impl ser::$kind for Parts<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Told {
                self.part(value)
            }

            fn end(self) -> Told {
                self.close();
                Ok(())
            }
        }
    )*};
}

/// What has named parts.
macro_rules! fields {
    ($($kind:ident),*) => {$(
        impl ser::$kind for Parts<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                _: &'static str,
                value: &T,
            ) -> Told {
                self.part(value)
            }

            fn skip_field(&mut self, _: &'static str) -> Told {
                self.0.mark(Mark::LeftOut);
                Ok(())
            }

            fn end(self) -> Told {
                self.close();
                Ok(())
            }
        }
    )*};
}

parts! {
    SerializeSeq serialize_element, SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field
}

fields! { SerializeStruct, SerializeStructVariant }

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Told {
        self.part(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Told {
        self.part(value)
    }

    fn end(self) -> Told {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;

    use super::*;
    use crate::digest::Digest;

    fn told(value: &impl Serialize) -> Digest {
        let mut hashing = Hashing::default();
        hashing.tell(value).unwrap();
        hashing.digest()
    }

    #[derive(Serialize)]
    struct Two {
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<u8>,
        #[serde(skip_serializing_if = "Option::is_none")]
        second: Option<u8>,
    }

    #[test]
    fn what_differs_is_told_apart() {
        let values = [
            json!(null),
            json!(true),
            json!(false),
            json!(1),
            json!(-1),
            json!(1.0),
            json!("1"),
            json!("true"),
            json!(""),
            json!("ab"),
            json!("a\u{1}b"),
            json!([]),
            json!([[]]),
            json!([1]),
            json!([[1], 2]),
            json!([[1, 2]]),
            json!({}),
            json!({ "a": 1 }),
            json!({ "a": 1, "b": 2 }),
            json!({ "a": "b" }),
            json!(["a", "b"]),
            json!(["ab"]),
            json!(["a", 1, "b", 2]),
            json!("x".repeat(254)),
            json!("x".repeat(255)),
            json!("x".repeat(256)),
        ];
        for (at, one) in values.iter().enumerate() {
            assert_eq!(told(one), told(&one.clone()));
            for other in &values[at + 1..] {
                assert_ne!(told(one), told(other), "{one} {other}");
            }
        }
        let two = |first, second| told(&Two { first, second });
        let all = [two(None, None), two(Some(1), None), two(None, Some(1))];
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
        assert_ne!(told(&("ab", "c")), told(&("a", "bc")));
        assert_eq!(told(&Some("a")), told(&"a"));
    }
}
