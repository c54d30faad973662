//! Content hashes. A digest stands for a value: equal digests, equal bytes.

mod told;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::{fmt, io};

use serde::{Deserialize, Serialize};

/// A BLAKE3 hash, shortened to 128 bits: enough to tell every file of every site apart.
#[derive(
    Clone, Copy, Default, Deserialize, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize,
)]
pub struct Digest([u8; 16]);

const HEX: [u8; 16] = *b"0123456789abcdef";

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        short(&blake3::hash(bytes))
    }

    /// The digest of several parts; parts cannot run into each other.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        short(&hasher.finalize())
    }

    /// The digest of everything that `reader` gives, and how many bytes that was.
    ///
    /// # Errors
    /// As `reader`.
    pub fn read(reader: &mut impl io::Read) -> io::Result<(Self, u64)> {
        let mut hasher = blake3::Hasher::new();
        let mut buffer = vec![0; 64 << 10];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => {
                    hasher.update(buffer.get(..n).unwrap_or_default());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok((short(&hasher.finalize()), hasher.count()))
    }

    /// The digest of anything that can be hashed.
    pub fn of_value(value: &impl Hash) -> Self {
        let mut hashing = Hashing::default();
        value.hash(&mut hashing);
        hashing.digest()
    }

    /// Appends the digest of bytes to them; [`Digest::unsealed`] takes it off again.
    pub(crate) fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
        let seal = Self::of(&bytes);
        bytes.extend(seal.0);
        bytes
    }

    /// Bytes that were sealed; `None` if a single one of them is another now.
    pub(crate) fn unsealed(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
        let (body, seal) = bytes.split_last_chunk::<16>()?;
        let (is_whole, length) = (Self::of(body).0 == *seal, body.len());
        bytes.truncate(length);
        is_whole.then_some(bytes)
    }

    /// As [`Digest::sealed`], for bytes that are written while they are made.
    ///
    /// # Errors
    /// As `make` and `to`.
    pub(crate) fn seal<W: io::Write>(
        to: W,
        make: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let sealing = Sealing { hasher: blake3::Hasher::new(), to };
        let mut gathered = io::BufWriter::with_capacity(MOST_GATHERED, sealing);
        make(&mut gathered)?;
        let Sealing { hasher, mut to } =
            gathered.into_inner().map_err(io::IntoInnerError::into_error)?;
        to.write_all(short(&hasher.finalize()).as_bytes())
    }

    /// The 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads the 32 hexadecimal digits that `Display` writes.
    pub fn from_hex(text: &str) -> Option<Self> {
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
        let pairs: &[[u8; 2]; 16] = pairs.try_into().ok()?;
        let digit = |letter: u8| char::from(letter).to_digit(16);
        let mut bytes = [0; 16];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = u8::try_from(digit(*high)? << 4 | digit(*low)?).ok()?;
        }
        Some(Self(bytes))
    }
}

/// Answers by the digest of what was asked.
pub type ByDigest<T> = HashMap<Digest, T, BuildHasherDefault<FirstBytes>>;

/// Hashes a digest for a table: its first bytes are as good as random.
#[derive(Clone, Copy, Debug, Default)]
pub struct FirstBytes(u64);

impl Hasher for FirstBytes {
    fn write(&mut self, bytes: &[u8]) {
        // The length comes first, which is always the same.
        if let Some(first) = bytes.first_chunk() {
            self.0 ^= u64::from_le_bytes(*first);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Takes bytes or hashed values and gives their digest.
///
/// What comes in small pieces is gathered first: BLAKE3 is many times faster on long ones.
pub struct Hashing {
    /// Made for what is longer than what is gathered at once.
    hasher: Option<Box<blake3::Hasher>>,
    gathered: Vec<u8>,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { hasher: None, gathered: Vec::with_capacity(FIRST_GATHERED) }
    }
}

/// Room for most of what is asked for: no second look for more.
const FIRST_GATHERED: usize = 480;

/// Most bytes that are gathered.
const MOST_GATHERED: usize = 64 << 10;

impl Hashing {
    /// The digest of all that was taken.
    pub fn digest(mut self) -> Digest {
        let Some(hasher) = &mut self.hasher else { return Digest::of(&self.gathered) };
        hasher.update(&self.gathered);
        short(&hasher.finalize())
    }

    fn take(&mut self, bytes: &[u8]) {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= MOST_GATHERED {
            self.hasher.get_or_insert_default().update(&self.gathered);
            self.gathered.clear();
        }
    }
}

/// Gives bytes on and hashes them.
struct Sealing<W> {
    hasher: blake3::Hasher,
    to: W,
}

impl<W: io::Write> io::Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.to.write(bytes)?;
        self.hasher.update(bytes.get(..length).unwrap_or_default());
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn short(hash: &blake3::Hash) -> Digest {
    let mut short = [0; 16];
    short.copy_from_slice(&hash.as_bytes()[..16]);
    Digest(short)
}

impl Hasher for Hashing {
    fn write(&mut self, bytes: &[u8]) {
        self.take(bytes);
    }

    fn finish(&self) -> u64 {
        let mut hasher = self.hasher.as_deref().cloned().unwrap_or_default();
        hasher.update(&self.gathered);
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        u64::from_le_bytes(first)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |half: u8| HEX[usize::from(half)];
        let mut text = [0; 32];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_whole() {
        let sealed = Digest::sealed(b"leaf".to_vec());
        assert_eq!(Digest::unsealed(sealed.clone()), Some(b"leaf".to_vec()));
        let mut written = Vec::new();
        let made = Digest::seal(&mut written, |to| {
            to.write_all(b"le").and_then(|()| to.write_all(b"af"))
        });
        assert!(made.is_ok() && written == sealed);
        for at in 0..sealed.len() {
            let mut other = sealed.clone();
            other[at] ^= 1;
            assert_eq!(Digest::unsealed(other), None);
            assert_eq!(Digest::unsealed(sealed[..at].to_vec()), None);
        }
    }

    #[test]
    fn hex_round_trips_and_parts_do_not_run_together() {
        let digest = Digest::of(b"leaf");
        assert_eq!(Digest::from_hex(&digest.to_string()), Some(digest));
        assert_ne!(
            Digest::of_parts([&b"ab"[..], b"c"]),
            Digest::of_parts([&b"a"[..], b"bc"])
        );
        assert_eq!(Digest::from_hex("xyz"), None);
        assert_eq!(Digest::from_hex(&"g".repeat(32)), None);
        assert_eq!(Digest::from_hex(&"0".repeat(33)), None);
        assert_eq!(Digest::read(&mut &b"leaf"[..]).unwrap(), (digest, 4));
    }
}
