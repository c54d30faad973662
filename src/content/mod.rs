//! One file becomes one page: front matter, a document, and references not yet resolved.

mod build;
pub mod component;
pub mod document;
pub mod front_matter;
pub mod glossary;
pub mod markdown;
mod raw;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::digest::Digest;
use crate::path::SourcePath;
use crate::source::Text;

pub use document::Document;
pub use front_matter::FrontMatter;
pub use markdown::Dialect;

/// The folder of articles.
pub const FOLDER: &str = "content";
/// The folder within it whose files are data for templates and are not published.
pub const DATA_FOLDER: &str = "content/_data";

/// Longest article, in bytes; a longer one is a mistake or an attack.
const LONGEST: usize = 4 * 1024 * 1024;

/// Whether a file is an article: Markdown below `content/` that is no data.
pub fn is_article(path: &SourcePath) -> bool {
    path.has_extension("md")
        && path.below(FOLDER).is_some()
        && path.below(DATA_FOLDER).is_none()
}

/// One article, read by itself.
///
/// It is kept between runs without its text: see [`Document::is_outline`].
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Page {
    /// Its file.
    pub path: SourcePath,
    /// The text of the file.
    #[serde(with = "unread")]
    pub source: Text,
    /// What it says about itself.
    pub front_matter: FrontMatter,
    /// Its text.
    pub document: Document,
    /// Its place in the language list of the site; 0 is the main language.
    pub language: usize,
    /// Its path below `content/`, without language and extension: what translations share.
    pub key: String,
    /// Whether it stands for its folder (`_index.md`).
    pub is_section: bool,
    /// Whether it could be read, so that its address and its parts are known.
    pub is_whole: bool,
    /// The terms that it defines, if it is a glossary.
    pub glossary: Option<glossary::Glossary>,
    /// Digest of all that other pages may see of it: not its text.
    pub outward: Digest,
    /// Digest of the parts that links may lead to.
    pub anchored: Digest,
    /// Digest of its path, and of what it says of its addresses and of the lists it stands in.
    pub placed: Digest,
}

impl Page {
    /// Whether its outline is enough until it must be rendered. The tables of a taper are read
    /// from the text itself, and pages with figures are made last.
    pub fn can_be_outlined(&self) -> bool {
        let components = &self.document.components;
        self.front_matter.taper.is_none()
            && !self.document.shows_figures()
            && !components.iter().any(|component| component.name.starts_with("taper"))
    }

    /// A page whose text could not be read at all.
    pub fn unread(path: &SourcePath, source: &Text) -> Self {
        Self {
            path: path.clone(),
            source: source.clone(),
            front_matter: FrontMatter::default(),
            document: Document::default(),
            language: 0,
            key: path.below(FOLDER).unwrap_or_default().to_owned(),
            is_section: false,
            is_whole: false,
            glossary: None,
            outward: source.digest,
            anchored: source.digest,
            placed: source.digest,
        }
    }
}

/// Of a text only the digest is kept.
mod unread {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::digest::Digest;
    use crate::source::Text;

    pub(super) fn serialize<S: Serializer>(
        text: &Text,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        text.digest.serialize(to)
    }

    pub(super) fn deserialize<'de, D>(from: D) -> Result<Text, D::Error>
    where
        D: Deserializer<'de>,
    {
        Ok(Text { text: "".into(), digest: Digest::deserialize(from)? })
    }
}

/// Reads one article.
pub fn parse(
    path: &SourcePath,
    source: &Text,
    config: &Config,
    dialect: Dialect<'_>,
) -> Outcome<Page> {
    let mut diagnostics = Vec::new();
    let (key, language) = key_and_language(path, config);
    let is_section = key == "_index" || key.ends_with("/_index");
    let text = &*source.text;
    let split = front_matter::parse(path, text, config).take(&mut diagnostics);
    let mut document = if text.len() > LONGEST {
        let message = format!(
            "this file has {} bytes; an article has at most {LONGEST}",
            text.len()
        );
        diagnostics.push(
            Diagnostic::error("text/too-long", message)
                .at(path, 0..0)
                .help("split it into several pages"),
        );
        Document::default()
    } else {
        markdown::parse(path, text, split.body, dialect).take(&mut diagnostics)
    };
    let front_matter = split.front_matter;
    let glossary = front_matter.glossary.as_ref().map(|table| {
        glossary::read(path, text, (table, &mut document), &mut diagnostics)
    });
    let anchored = anchored(&document);
    let outward = outward(&text[..split.body.min(text.len())], anchored, &document);
    let outward = match &glossary {
        Some(glossary) => Digest::of_value(&(outward, glossary.outward())),
        None => outward,
    };
    let placed = Digest::of_value(&(path, front_matter.placing()));
    let page = Page {
        path: path.clone(),
        source: source.clone(),
        front_matter,
        document,
        language,
        key,
        is_section,
        is_whole: split.is_whole,
        glossary,
        outward,
        anchored,
        placed,
    };
    Outcome { value: page, diagnostics }
}

/// The digest of what other pages may see: the front matter as it is written, the anchors, and
/// which sources are cited. Its words and links are its own affair.
fn outward(front_matter: &str, anchored: Digest, document: &Document) -> Digest {
    let headings = document.headings.iter().map(|one| (one.level, &one.id, &one.text));
    let cites = document.citations.iter().flat_map(|citation| &citation.cites);
    let cited = cites.map(|cite| (&cite.key, &cite.locator));
    let (headings, cited): (Vec<_>, Vec<_>) = (headings.collect(), cited.collect());
    Digest::of_value(&(front_matter, anchored, headings, cited))
}

fn anchored(document: &Document) -> Digest {
    let mut anchors: Vec<&str> = document.anchors().collect();
    anchors.sort_unstable();
    anchors.dedup();
    Digest::of_value(&anchors)
}

/// `content/a/b.de.md` is `a/b` in the language `de`, if the site has it.
fn key_and_language(path: &SourcePath, config: &Config) -> (String, usize) {
    let below = path.below(FOLDER).unwrap_or(path.as_str());
    let stem = below.strip_suffix(".md").unwrap_or(below);
    if let Some((key, code)) = stem.rsplit_once('.') {
        let known = config.languages.iter().position(|language| language.code == code);
        if let Some(language) = known {
            return (key.to_owned(), language);
        }
    }
    (stem.to_owned(), 0)
}
