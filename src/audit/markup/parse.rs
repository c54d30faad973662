//! Text to tree: html5gum reads tokens with their bytes, html5ever builds the tree.

use std::cell::Cell;
use std::collections::HashSet;
use std::convert::Infallible;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    Doctype, Tag as Parsed, TagKind, Token, TokenSink, TokenSinkResult,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, ns};
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, State, Tokenizer};

use super::Document;
use super::build::{Handle, Tag, Tree};
use crate::source::lossy;

/// Deepest nesting; browsers flatten what lies deeper, and so do we.
const DEEPEST: usize = 512;

/// Nodes that a page may have beyond one for each of its bytes. Open formatting elements are
/// repeated in each paragraph, so that a small file could ask for any number.
const SPARE_NODES: usize = 10_000;

/// Reads a page.
pub(super) fn parse(text: &str) -> Document<'static> {
    let options = TreeBuilderOpts {
        scripting_enabled: false,
        drop_doctype: true,
        ..TreeBuilderOpts::default()
    };
    let builder = TreeBuilder::new(Tree::new(), options);
    let is_cut = Cell::new(false);
    let feed = Feed {
        builder: &builder,
        text,
        tag: None,
        names: HashSet::new(),
        next: None,
        is_cut: &is_cut,
    };
    let adaptor = Adaptor { emitter: CallbackEmitter::new(feed) };
    let Ok(()) = Tokenizer::new_with_emitter(text, adaptor).finish();
    builder.sink.document(is_cut.get())
}

/// Hands each token of the tokenizer to the tree builder.
struct Feed<'a> {
    builder: &'a TreeBuilder<Handle, Tree>,
    text: &'a str,
    /// The start tag that is being read, and where its parts are.
    tag: Option<(Parsed, Tag)>,
    /// Names of its attributes, if there are many: the first of two equal ones counts.
    names: HashSet<LocalName>,
    /// What the tokenizer must read next: text of a title, a script and so on.
    next: Option<State>,
    is_cut: &'a Cell<bool>,
}

impl Feed<'_> {
    fn hand_on(&mut self, token: Token, span: &Range<usize>, tag: Option<Tag>) {
        if self.builder.sink.len() > self.text.len() + SPARE_NODES {
            self.is_cut.set(true);
        }
        if self.is_cut.get() && token != Token::EOFToken {
            return;
        }
        self.builder.sink.token(span.clone(), tag);
        let state = match self.builder.process_token(token, span.start as u64) {
            TokenSinkResult::Plaintext => State::PlainText,
            TokenSinkResult::RawData(RawKind::Rcdata) => State::RcData,
            TokenSinkResult::RawData(RawKind::Rawtext) => State::RawText,
            TokenSinkResult::RawData(_) => State::ScriptData,
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => return,
        };
        self.next = Some(state);
    }

    fn attribute(&mut self, name: &[u8], span: Range<usize>) {
        let name = local(name);
        if let Some((parsed, tag)) = &mut self.tag {
            if is_repeated(&name, &parsed.attrs, &mut self.names) {
                // Its value, which comes next, must not reach the one before.
                tag.attributes.push((LocalName::default(), span));
                return;
            }
            parsed.attrs.push(Attribute {
                name: QualName::new(None, ns!(), name.clone()),
                value: StrTendril::new(),
            });
            tag.attributes.push((name, span));
        }
    }

    fn value(&mut self, value: &[u8], span: &Range<usize>) {
        let quotes = self.text.as_bytes().get(span.end);
        let is_quoted = matches!(quotes, Some(b'"' | b'\''))
            && self.text.as_bytes().get(span.start.wrapping_sub(1)) == quotes;
        if let Some((parsed, tag)) = &mut self.tag
            && let Some((name, place)) = tag.attributes.last_mut()
            && !name.is_empty()
            && let Some(attribute) = parsed.attrs.last_mut()
        {
            attribute.value.push_slice(&lossy(value));
            place.end = span.end + usize::from(is_quoted);
        }
    }

    fn start_tag(&mut self, self_closing: bool, end: usize) {
        let Some((mut parsed, mut tag)) = self.tag.take() else { return };
        tag.span.end = end;
        tag.attributes.retain(|(name, _)| !name.is_empty());
        parsed.self_closing = self_closing;
        let (depth, name) = self.builder.sink.deepest();
        let span = tag.span.clone();
        if depth >= DEEPEST {
            self.end_tag(name, &(span.start..span.start));
            self.next = None;
        }
        self.hand_on(Token::TagToken(parsed), &span, Some(tag));
    }

    fn end_tag(&mut self, name: LocalName, span: &Range<usize>) {
        let tag = empty_tag(TagKind::EndTag, name);
        self.hand_on(Token::TagToken(tag), span, None);
    }

    fn string(&mut self, value: &[u8], span: &Range<usize>) {
        for (at, part) in value.split(|byte| *byte == 0).enumerate() {
            if at > 0 {
                self.hand_on(Token::NullCharacterToken, span, None);
            }
            if !part.is_empty() {
                self.hand_on(Token::CharacterTokens(tendril(part)), span, None);
            }
        }
    }
}

/// Attributes that are compared one by one before a set is made of them.
const FEW: usize = 16;

/// Whether a tag has an attribute already.
fn is_repeated(
    name: &LocalName,
    before: &[Attribute],
    names: &mut HashSet<LocalName>,
) -> bool {
    if before.len() < FEW {
        return before.iter().any(|attribute| attribute.name.local == *name);
    }
    if names.is_empty() {
        names.extend(before.iter().map(|attribute| attribute.name.local.clone()));
    }
    !names.insert(name.clone())
}

fn empty_tag(kind: TagKind, name: LocalName) -> Parsed {
    Parsed {
        kind,
        name,
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    }
}

fn tendril(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&lossy(bytes))
}

fn local(bytes: &[u8]) -> LocalName {
    LocalName::from(&*lossy(bytes))
}

impl Callback<Infallible, usize> for Feed<'_> {
    fn handle_event(
        &mut self,
        event: CallbackEvent<'_>,
        span: Span<usize>,
    ) -> Option<Infallible> {
        let span = span.start..span.end;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let name = local(name);
                self.names.clear();
                let tag = Tag { name: name.clone(), span, attributes: Vec::new() };
                self.tag = Some((empty_tag(TagKind::StartTag, name), tag));
            }
            CallbackEvent::AttributeName { name } => self.attribute(name, span),
            CallbackEvent::AttributeValue { value } => self.value(value, &span),
            CallbackEvent::CloseStartTag { self_closing } => {
                self.start_tag(self_closing, span.end);
            }
            CallbackEvent::EndTag { name } => self.end_tag(local(name), &span),
            CallbackEvent::String { value } => self.string(value, &span),
            CallbackEvent::Comment { value } => {
                self.hand_on(Token::CommentToken(tendril(value)), &span, None);
            }
            CallbackEvent::Doctype { .. } => {
                let doctype = doctype(&event);
                self.hand_on(Token::DoctypeToken(doctype), &span, None);
            }
            CallbackEvent::Error(_) => {}
        }
        None
    }
}

fn doctype(event: &CallbackEvent<'_>) -> Doctype {
    let CallbackEvent::Doctype {
        name,
        public_identifier,
        system_identifier,
        force_quirks,
    } = event
    else {
        return Doctype::default();
    };
    Doctype {
        name: (!name.is_empty()).then(|| tendril(name)),
        public_id: public_identifier.map(tendril),
        system_id: system_identifier.map(tendril),
        force_quirks: *force_quirks,
    }
}

/// The emitter, which also tells the tokenizer what the tree builder wants to read next.
struct Adaptor<'a> {
    emitter: CallbackEmitter<Feed<'a>, Infallible, usize>,
}

impl ForwardingEmitter for Adaptor<'_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.emitter
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_eof(&mut self) {
        self.emitter.emit_eof();
        let feed = self.emitter.callback_mut();
        let end = feed.text.len();
        feed.hand_on(Token::EOFToken, &(end..end), None);
        feed.builder.end();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let _ = self.emitter.emit_current_tag();
        let next = self.emitter.callback_mut().next.take();
        if next.is_some() {
            // Such text begins at once; else its place would still be that of the tag.
            self.emitter.init_string();
        }
        next
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        let builder = self.emitter.callback_mut().builder;
        builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
