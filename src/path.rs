//! Paths that cannot lie: where a source stands, where a page lives, which file is written.
//!
//! Each constructor checks; nothing downstream needs to look for `..` again.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A file of the site as the author knows it: relative to the root, `/` between parts.
#[derive(Clone, Deserialize, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Names a source; backslashes become slashes.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(path.as_ref().replace('\\', "/").into())
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// Everything before the last part, without a slash at the end; empty at the root.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// What follows the last dot of the file name, in lower case.
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or(String::new(), |(_, e)| lower(e))
    }

    /// Whether its extension is this one, which is ASCII and in lower case.
    pub fn has_extension(&self, extension: &str) -> bool {
        let own = self.file_name().rsplit_once('.').map_or("", |(_, own)| own);
        own.eq_ignore_ascii_case(extension)
    }

    /// The path below `folder`, if it is there.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// Why a part of a path cannot become a file on every host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentFault {
    /// Empty, `.` or `..`.
    Dots,
    /// A slash, backslash, control character or one of `: * ? " < > |`.
    Character(char),
    /// Ends in a dot or a space, which some hosts drop.
    Ending,
    /// A device name of Windows, such as `con` or `nul.txt`.
    Reserved,
    /// More than 255 bytes.
    Long,
}

impl fmt::Display for SegmentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dots => f.write_str("is empty, `.` or `..`"),
            Self::Character(c) => {
                write!(f, "holds {c:?}, which not every host can store in a file name")
            }
            Self::Ending => {
                f.write_str("ends in a dot or a space, which some hosts drop")
            }
            Self::Reserved => f.write_str("is a reserved device name on Windows"),
            Self::Long => f.write_str("is longer than 255 bytes"),
        }
    }
}

/// Letters of the longest device name of Windows, such as `com1`.
const LONGEST_DEVICE: usize = 4;

/// Checks one part of an address or file path.
///
/// # Errors
/// One [`SegmentFault`] for each reason a host may refuse or change the name.
pub fn check_segment(segment: &str) -> Result<(), SegmentFault> {
    if segment.is_empty() || segment == "." || segment == ".." {
        return Err(SegmentFault::Dots);
    }
    if segment.len() > 255 {
        return Err(SegmentFault::Long);
    }
    if is_plain(segment) {
        return Ok(());
    }
    if let Some(bad) =
        segment.chars().find(|c| c.is_control() || r#"/\:*?"<>|"#.contains(*c))
    {
        return Err(SegmentFault::Character(bad));
    }
    if segment.contains('%') {
        // Some hosts decode a path once more than they should.
        let decoded = percent_encoding::percent_decode_str(segment).decode_utf8_lossy();
        if decoded != segment && check_segment(&decoded).is_err() {
            return Err(SegmentFault::Character('%'));
        }
    }
    if segment.ends_with(['.', ' ']) {
        return Err(SegmentFault::Ending);
    }
    let stem =
        segment.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |name: &str| {
        stem.strip_prefix(name).is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']))
    };
    if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || numbered("com")
        || numbered("lpt")
    {
        return Err(SegmentFault::Reserved);
    }
    Ok(())
}

/// Whether a part is too long for a device's name and holds nothing that any host minds, as
/// nearly every one: the quick answer.
fn is_plain(segment: &str) -> bool {
    let is_plain = |c: u8| matches!(c, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
    let stem = segment.bytes().take_while(|c| *c != b'.').count();
    stem > LONGEST_DEVICE && segment.bytes().all(is_plain) && !segment.ends_with('.')
}

/// Turns words into one part of an address: lower case, letters and digits of any script,
/// everything else a single hyphen. Empty if nothing is left.
pub fn slugify(words: &str) -> String {
    if is_slug(words) {
        return words.to_owned();
    }
    let lower = if words.is_ascii() {
        words.to_ascii_lowercase()
    } else {
        words.nfc().collect::<String>().to_lowercase().nfc().collect()
    };
    let mut slug = String::with_capacity(lower.len());
    for c in lower.chars() {
        let keep = c.is_alphanumeric()
            || (!slug.is_empty()
                && !slug.ends_with('-')
                && unicode_normalization::char::is_combining_mark(c));
        if slug.len() + c.len_utf8() > 200 {
            break;
        }
        if keep {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if check_segment(&slug) == Err(SegmentFault::Reserved) {
        slug.push_str("-page");
    }
    slug
}

/// Whether words are part of an address already, as the name of nearly every file: the quick
/// answer.
fn is_slug(words: &str) -> bool {
    let bytes = words.as_bytes();
    let is_letter = |c: u8| matches!(c, b'a'..=b'z' | b'0'..=b'9');
    let is_hyphened = |pair: &[u8]| pair.iter().any(|c| is_letter(*c));
    (LONGEST_DEVICE + 1..=200).contains(&bytes.len())
        && bytes.iter().all(|c| is_letter(*c) || *c == b'-')
        && bytes.first() != Some(&b'-')
        && bytes.last() != Some(&b'-')
        && bytes.windows(2).all(is_hyphened)
}

/// Two names that some host takes for one have the same key: Unicode form and case folded.
pub fn collision_key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let folded = name.nfkc().collect::<String>().to_uppercase().to_lowercase();
    folded.nfc().collect()
}

/// An address within the site: starts with `/`; a page ends in `/`, a file does not.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// The home page.
    pub fn root() -> Self {
        Self("/".into())
    }

    /// Reads an address such as `/taper/20-g/` or `/feed.xml`; a missing first slash is added.
    ///
    /// # Errors
    /// The part that cannot be a file name, and why.
    pub fn parse(text: &str) -> Result<Self, (String, SegmentFault)> {
        let mut path = String::with_capacity(text.len() + 2);
        let inner = text.strip_prefix('/').unwrap_or(text);
        let (inner, is_page) =
            inner.strip_suffix('/').map_or((inner, inner.is_empty()), |i| (i, true));
        path.push('/');
        if inner.is_empty() {
            return Ok(Self::root());
        }
        for (n, segment) in inner.split('/').enumerate() {
            check_segment(segment).map_err(|fault| (segment.to_owned(), fault))?;
            if n > 0 {
                path.push('/');
            }
            path.push_str(&composed(segment));
        }
        if is_page {
            path.push('/');
        }
        Ok(Self(path.into()))
    }

    /// The page `segment` below this one.
    ///
    /// # Errors
    /// As [`check_segment`].
    pub fn child(&self, segment: &str) -> Result<Self, SegmentFault> {
        check_segment(segment)?;
        Ok(Self([self.folder(), &composed(segment), "/"].concat().into()))
    }

    /// The file `name` beside this page.
    ///
    /// # Errors
    /// As [`check_segment`].
    pub fn file(&self, name: &str) -> Result<Self, SegmentFault> {
        check_segment(name)?;
        Ok(Self([self.folder(), &composed(name)].concat().into()))
    }

    /// The address as written in a source, not encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a page (ends in `/`), not a file.
    pub fn is_page(&self) -> bool {
        self.0.ends_with('/')
    }

    /// The address, percent-encoded, without its leading slash.
    pub fn encoded(&self) -> String {
        encode(self.0.trim_start_matches('/')).to_string()
    }

    /// How this page writes a link to `target`, so that it works under any prefix and from a
    /// folder: `../sleep/`, `./`, `leaf.svg`.
    pub fn relative(&self, target: &Self) -> String {
        let from = self.folder();
        let common =
            from.bytes().zip(target.0.bytes()).take_while(|(a, b)| a == b).count();
        let shared =
            from[..floor_boundary(from, common)].rfind('/').map_or(1, |at| at + 1);
        let ups = from[shared..].bytes().filter(|byte| *byte == b'/').count();
        let rest = &target.0[shared..];
        // A first part with a colon would read as a scheme, an empty address as this page.
        let first = rest.bytes().take_while(|byte| *byte != b'/');
        let is_bare =
            ups == 0 && (rest.is_empty() || first.into_iter().any(|b| b == b':'));
        let mut relative = String::with_capacity(3 * ups + rest.len() + 2);
        relative.push_str(if is_bare { "./" } else { "" });
        (0..ups).for_each(|_| relative.push_str("../"));
        relative.extend(encode(rest));
        relative
    }

    fn folder(&self) -> &str {
        &self.0[..=self.0.rfind('/').unwrap_or_default()]
    }
}

impl Borrow<str> for UrlPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// A file of the built site: relative, `/` between parts, each part checked.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct OutputPath(Arc<str>);

impl<'de> Deserialize<'de> for OutputPath {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).map_err(|(part, _)| D::Error::custom(part))
    }
}

impl OutputPath {
    /// Checks a relative path, part by part.
    ///
    /// # Errors
    /// The part that cannot be a file name, and why.
    pub fn parse(text: &str) -> Result<Self, (String, SegmentFault)> {
        for segment in text.split('/') {
            check_segment(segment).map_err(|fault| (segment.to_owned(), fault))?;
        }
        Ok(Self(text.into()))
    }

    /// The relative path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the last dot of the file name, in lower case.
    pub fn extension(&self) -> String {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(String::new(), |(_, extension)| lower(extension))
    }
}

impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&UrlPath> for OutputPath {
    /// A page is its folder's `index.html`; a file is itself.
    fn from(url: &UrlPath) -> Self {
        let path = url.0.trim_start_matches('/');
        if url.is_page() {
            Self([path, "index.html"].concat().into())
        } else {
            Self(path.into())
        }
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

/// Percent-encodes what may not stand in a path; slashes stay.
fn encode(path: &str) -> percent_encoding::PercentEncode<'_> {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const PATH: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'[')
        .add(b']')
        .add(b'^')
        .add(b'|')
        .add(b'\\');
    utf8_percent_encode(path, PATH)
}

/// The composed Unicode form (NFC), in which addresses are compared and written.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests;
