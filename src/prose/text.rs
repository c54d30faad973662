//! The words of an article: blocks, sentences and words, each of which knows its bytes.
//!
//! **A word** is what stands between white space and holds a letter or a digit. **A sentence**
//! ends where its block ends, and after a word that ends in `.`, `!`, `?` or `…` (closing quotes
//! and brackets may follow) if the next word begins with a capital letter or a digit (opening
//! quotes and brackets may precede) and the word is neither a known abbreviation nor a single
//! letter. Nothing is judged here.

use std::ops::Range;

use crate::content::Page;
use crate::content::document::{Element, Kind, Node};

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A paragraph, also in a list, a card or a note.
    Paragraph,
    /// An item of a list.
    Item,
    /// A definition.
    Definition,
    /// A term that is defined.
    Term,
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
    /// The caption of a table.
    Caption,
    /// A block of code.
    Code,
    /// Text in raw HTML.
    Other,
}

impl BlockKind {
    /// Whether it is read from beginning to end, so that its sentences are measured.
    pub(super) fn is_running(self) -> bool {
        matches!(self, Self::Paragraph | Self::Item | Self::Definition)
    }
}

/// What a piece of a block's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// The author's words.
    Text,
    /// The words of a link.
    Link,
    /// Code, or the words of a component within a line.
    Fixed,
}

/// A piece of a block's text and the bytes of the file that it was read from.
#[derive(Clone, Debug)]
struct Piece {
    at: usize,
    source: Range<usize>,
    kind: PieceKind,
}

/// A word: its bytes in the block's text, whole and without the signs around it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) whole: Range<usize>,
    pub(super) core: Range<usize>,
}

/// A block of text.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    /// Whether it is someone else's words.
    pub(super) is_quote: bool,
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// Each a range of words.
    pub(super) sentences: Vec<Range<usize>>,
    pieces: Vec<Piece>,
}

impl Block {
    /// The bytes of the file for bytes of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source_of(range.start);
        let last = self.source_of(range.end.saturating_sub(1).max(range.start));
        start..(last + 1).max(start)
    }

    fn source_of(&self, at: usize) -> usize {
        let Some(piece) = self.piece(at) else { return 0 };
        (piece.source.start + (at - piece.at)).min(piece.source.end.saturating_sub(1))
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.at <= at);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// What the piece at a byte of the text is.
    pub(super) fn kind_at(&self, at: usize) -> PieceKind {
        self.piece(at).map_or(PieceKind::Text, |piece| piece.kind)
    }

    /// A word without the signs around it.
    pub(super) fn core(&self, word: usize) -> &str {
        self.words.get(word).map_or("", |word| &self.text[word.core.clone()])
    }

    /// The bytes in double quotes, without them: words that are mentioned and not meant.
    pub(super) fn quoted(&self) -> Vec<Range<usize>> {
        let mut quoted = Vec::new();
        let mut open = None;
        for (at, c) in self.text.char_indices().filter(|(_, c)| "\"“”„".contains(*c))
        {
            open = match open {
                Some(start) => {
                    quoted.push(start..at);
                    None
                }
                None => Some(at + c.len_utf8()),
            };
        }
        quoted
    }
}

/// The blocks of an article, in order.
pub(super) fn blocks(page: &Page) -> Vec<Block> {
    let mut walk = Walk {
        page,
        blocks: Vec::new(),
        text: String::new(),
        pieces: Vec::new(),
        open: Vec::new(),
        links: 0,
    };
    for (at, node) in page.document.nodes.iter().enumerate() {
        walk.node(at, node);
    }
    walk.flush();
    walk.blocks
}

struct Walk<'a> {
    page: &'a Page,
    blocks: Vec<Block>,
    text: String,
    pieces: Vec<Piece>,
    /// What is open and holds text, innermost last.
    open: Vec<(Element, BlockKind)>,
    links: usize,
}

impl Walk<'_> {
    fn node(&mut self, at: usize, node: &Node) {
        let strings = &self.page.document.strings;
        let string = |data: u32| strings.get(data);
        match node.kind {
            Kind::Open(Element::Link) => self.links += 1,
            Kind::Close(Element::Link) => self.links = self.links.saturating_sub(1),
            Kind::Open(element) => {
                if let Some(kind) = self.kind(element, at) {
                    self.flush();
                    self.open.push((element, kind));
                }
            }
            Kind::Close(element) => {
                if is_block(element) {
                    self.flush();
                    self.open.pop();
                }
            }
            Kind::Text => {
                let span = node.span();
                let text = self.page.source.text.get(span.clone()).unwrap_or_default();
                let is_caption =
                    self.kind_now() == BlockKind::Caption && self.text.is_empty();
                let rest =
                    text.strip_prefix("Table: ").filter(|_| is_caption).unwrap_or(text);
                let start = span.start + (text.len() - rest.len());
                self.push(rest, start..span.end, PieceKind::Text);
            }
            Kind::Owned => self.push(string(node.data), node.span(), PieceKind::Text),
            Kind::Code => self.push(string(node.data), node.span(), PieceKind::Fixed),
            Kind::Inline => {
                let component = self.page.document.components.get(node.data as usize);
                let label = component.and_then(|one| one.label).map_or("", string);
                self.push(label, node.span(), PieceKind::Fixed);
            }
            Kind::SoftBreak | Kind::HardBreak => {
                self.push(" ", node.span(), PieceKind::Text);
            }
            Kind::Raw => self.raw(string(node.data), node),
            Kind::Rule | Kind::Leaf => self.flush(),
            Kind::Task | Kind::FootnoteReference | Kind::Citation | Kind::Image => {}
        }
    }

    fn push(&mut self, text: &str, source: Range<usize>, kind: PieceKind) {
        let kind = if self.links > 0 && kind == PieceKind::Text {
            PieceKind::Link
        } else {
            kind
        };
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), source, kind });
            self.text.push_str(text);
        }
    }

    /// A tag of raw HTML: within a line it is nothing, else a block ends.
    fn raw(&mut self, tag: &str, node: &Node) {
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let inline = [
            "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i",
            "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub",
            "sup", "time", "u", "var", "wbr",
        ];
        if &name[..end] == "br" {
            self.push(" ", node.span(), PieceKind::Text);
        } else if !inline.contains(&&name[..end]) {
            self.flush();
        }
    }

    fn kind_now(&self) -> BlockKind {
        self.open.last().map_or(BlockKind::Other, |(_, kind)| *kind)
    }

    /// What text directly within an element is; `None` for marks within a line.
    fn kind(&self, element: Element, at: usize) -> Option<BlockKind> {
        let caption =
            || self.page.document.tables.iter().any(|one| one.caption.start == at + 1);
        Some(match element {
            Element::Paragraph if caption() => BlockKind::Caption,
            Element::Paragraph => BlockKind::Paragraph,
            Element::Item => BlockKind::Item,
            Element::Definition => BlockKind::Definition,
            Element::DefinitionTerm => BlockKind::Term,
            Element::Heading => BlockKind::Heading,
            Element::TableCell => BlockKind::Cell,
            Element::CodeBlock => BlockKind::Code,
            _ if is_block(element) => BlockKind::Other,
            _ => return None,
        })
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let pieces = std::mem::take(&mut self.pieces);
        let kind = self.kind_now();
        if text.trim().is_empty() || kind == BlockKind::Code {
            return;
        }
        let is_quote =
            self.open.iter().any(|(element, _)| *element == Element::BlockQuote);
        let words = words(&text);
        let sentences = sentences(&text, &words);
        self.blocks.push(Block { kind, is_quote, text, words, sentences, pieces });
    }
}

fn is_block(element: Element) -> bool {
    !matches!(
        element,
        Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Superscript
            | Element::Subscript
            | Element::Link
    )
}

/// Whatever stands between white space and holds a letter or a digit.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 6 + 1);
    for piece in text.split_whitespace() {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        let core = piece.trim_matches(|c: char| !c.is_alphanumeric());
        if !core.is_empty() {
            let inner = core.as_ptr() as usize - text.as_ptr() as usize;
            words.push(Word {
                whole: start..start + piece.len(),
                core: inner..inner + core.len(),
            });
        }
    }
    words
}

/// Words after which a full stop ends no sentence.
const ABBREVIATIONS: [&str; 22] = [
    "dr", "mr", "mrs", "ms", "prof", "st", "vs", "etc", "e.g", "i.e", "no", "fig",
    "approx", "dept", "inc", "u.s", "a.m", "p.m", "jr", "sr", "al", "vol",
];

fn sentences(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, pair) in words.windows(2).enumerate() {
        if ends(text, &pair[0]) && begins(&text[pair[1].whole.clone()]) {
            sentences.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < words.len() {
        sentences.push(start..words.len());
    }
    sentences
}

fn ends(text: &str, word: &Word) -> bool {
    let whole = text[word.whole.clone()].trim_end_matches(CLOSING);
    // A sign that stands alone, such as an ellipsis, belongs to the word before it.
    if !whole.ends_with(['.', '!', '?', '…']) {
        return false;
    }
    let core = &text[word.core.clone()];
    let is_letter =
        core.chars().count() == 1 && core.starts_with(char::is_alphabetic) && core != "I";
    let is_short = || ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(core));
    !(whole.ends_with('.') && (is_letter || is_short()))
}

fn begins(word: &str) -> bool {
    let first = word.trim_start_matches(OPENING).chars().next();
    first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

/// Signs that may follow the end of a sentence.
const CLOSING: [char; 9] = ['"', '\'', '”', '’', ')', ']', '}', '»', '*'];
/// Signs that may precede the beginning of one.
const OPENING: [char; 9] = ['"', '\'', '“', '‘', '(', '[', '{', '«', '*'];

#[cfg(test)]
mod tests {
    use super::super::tests::page;
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &[&str]) {
        let page = page(markdown);
        let mut found = Vec::new();
        for block in blocks(&page) {
            for sentence in &block.sentences {
                let words: Vec<_> = sentence.clone().map(|at| block.core(at)).collect();
                found.push(format!("{:?} {}", block.kind, words.join(" ")));
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn blocks_and_sentences_end_where_the_rules_say() {
        check(
            "## A *head*\n\nOne two. Three (see e.g. this) four! 5 six?\n\n- an item\n- two [links](https://x.org).\n",
            &[
                "Heading A head",
                "Paragraph One two",
                "Paragraph Three see e.g this four",
                "Paragraph 5 six",
                "Item an item",
                "Item two links",
            ],
        );
        check(
            "Dr. Hill and J. Olsen left. \"Then\" they came.",
            &["Paragraph Dr Hill and J Olsen left", "Paragraph Then they came"],
        );
        check(
            "It rose by 2.5 g. — And no more",
            &["Paragraph It rose by 2.5 g. — And no more".replace(". —", "").as_str()],
        );
    }

    #[test]
    fn tables_code_and_captions_are_told_apart() {
        check(
            "| a | b |\n|---|---|\n| 1 | `c` |\n\nTable: What it is.\n",
            &["Cell a", "Cell b", "Cell 1", "Cell c", "Caption What it is"],
        );
        check(
            "```\ncode\n```\n\nTerm\n: What it\n  means.\n",
            &["Term Term", "Definition What it means"],
        );
    }

    #[test]
    fn a_word_knows_its_bytes() {
        let page = page("See *the* caf&eacute; **now**.");
        let block = &blocks(&page)[0];
        let spans: Vec<_> = block
            .words
            .iter()
            .map(|word| &page.source.text[block.span(word.core.clone())])
            .collect();
        assert_eq!(spans[..2], ["See", "the"]);
        assert_eq!(spans[3], "now");
        assert_eq!(block.core(2), "café");
    }
}
