//! One reference while it is put together: words, italics and links in a row.

use crate::html::escape_into;

/// A piece of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Words.
    Text(String),
    /// The name of a work that stands by itself.
    Italic(String),
    /// Words that lead to an address.
    Link {
        /// The words.
        text: String,
        /// The address, not escaped.
        href: String,
    },
}

impl Piece {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Italic(text) | Self::Link { text, .. } => text,
        }
    }
}

/// A reference, written from left to right.
#[derive(Debug, Default)]
pub(super) struct Line {
    pieces: Vec<Piece>,
}

impl Line {
    /// Adds words as they are.
    pub(super) fn say(&mut self, words: &str) -> &mut Self {
        if let Some(Piece::Text(text)) = self.pieces.last_mut() {
            text.push_str(words);
        } else if !words.is_empty() {
            self.pieces.push(Piece::Text(words.to_owned()));
        }
        self
    }

    /// Adds words in italics.
    pub(super) fn italic(&mut self, words: &str) -> &mut Self {
        if !words.is_empty() {
            self.pieces.push(Piece::Italic(words.to_owned()));
        }
        self
    }

    /// Adds words that lead to an address.
    pub(super) fn link(&mut self, text: &str, href: String) -> &mut Self {
        self.pieces.push(Piece::Link { text: text.to_owned(), href });
        self
    }

    /// Begins a part of its own: a space, unless nothing stands before.
    pub(super) fn space(&mut self) -> &mut Self {
        if !self.pieces.is_empty() {
            self.say(" ");
        }
        self
    }

    /// Ends a part with a full stop, unless a mark stands there already.
    pub(super) fn stop(&mut self) -> &mut Self {
        if !self.is_ended() && !self.pieces.is_empty() {
            self.say(".");
        }
        self
    }

    /// Adds a part of its own that ends with one mark; none, if there are no words.
    pub(super) fn sentence(&mut self, words: &str) -> &mut Self {
        if words.is_empty() {
            return self;
        }
        self.space().say(words).stop()
    }

    /// Adds a part in italics of its own that ends with one mark.
    pub(super) fn italic_sentence(&mut self, words: &str) -> &mut Self {
        self.space().italic(words).stop()
    }

    fn is_ended(&self) -> bool {
        let text = self.pieces.last().map_or("", Piece::text);
        text.trim_end_matches(['"', '\'', '”', '’', '»']).ends_with(['.', '?', '!'])
    }

    /// The reference as safe HTML.
    pub(super) fn to_html(&self) -> String {
        let mut html = String::with_capacity(512);
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => escape_into(&mut html, text),
                Piece::Italic(text) => {
                    html.push_str("<i>");
                    escape_into(&mut html, text);
                    html.push_str("</i>");
                }
                Piece::Link { text, href } => {
                    html.push_str("<a href=\"");
                    escape_into(&mut html, href);
                    html.push_str("\">");
                    escape_into(&mut html, text);
                    html.push_str("</a>");
                }
            }
        }
        html
    }

    /// The reference as plain text.
    pub(super) fn to_text(&self) -> String {
        self.pieces.iter().map(Piece::text).collect()
    }
}

/// An address as people read it: without its scheme and a slash at its end.
pub(super) fn readable(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.strip_suffix('/').unwrap_or(rest)
}
