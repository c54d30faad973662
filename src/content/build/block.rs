//! Components that are blocks: a line opens them, a line of three colons closes them.

use std::ops::Range;

use super::super::component::{ArgumentValue, Component, Place, name};
use super::super::document::{Element, Kind, LinkKind};
use super::{Builder, Frame, FrameKind, index};
use crate::diagnostic::Diagnostic;

impl Builder<'_> {
    pub(super) fn component_line(&mut self, span: Range<usize>) {
        let line = self.source[span.clone()].trim_end();
        let start = span.start + line.len() - line.trim_start().len();
        let end = span.start + line.len();
        let word = name(&self.source[start + 3..end]).to_owned();
        let after = start + 3 + word.len();
        if word.is_empty() {
            return self.component_end(start, end);
        }
        let spot = self.spot();
        let mut found = Vec::new();
        let (given, rest) = spot.arguments(after, end, &mut found);
        if !self.source[rest..end].trim().is_empty() && found.is_empty() {
            found.push(
                Diagnostic::error(
                    "component/syntax",
                    "text follows the component on its line",
                )
                .at(self.path, rest..end)
                .help("move the text to the next line"),
            );
        }
        if let Some(declaration) = spot.declaration(&word, start..end, &mut found) {
            let arguments =
                spot.check((&word, declaration), &(start..end), given, &mut found);
            if declaration.place == Place::Inline {
                let message = format!("`{word}` belongs within a line, not on its own");
                let help = format!("write it within a sentence: :{word}[text]");
                found.push(
                    Diagnostic::error("component/place", message)
                        .at(self.path, start..end)
                        .help(help),
                );
            } else {
                self.open_component(word, declaration.place, arguments, start..end);
            }
        } else {
            // Its closing line must not be reported as well.
            self.open_component(word, Place::Block, Vec::new(), start..end);
        }
        self.found.extend(found);
    }

    fn open_component(
        &mut self,
        name: String,
        place: Place,
        arguments: Vec<(String, ArgumentValue)>,
        span: Range<usize>,
    ) {
        let mut component = Component {
            name,
            span: span.clone(),
            arguments,
            place,
            src: None,
            label: None,
            heading_level: (self.last_level + 1).clamp(2, 6),
        };
        if let Some(src) = component.text("src") {
            let src = src.to_owned();
            component.src = Some(self.link(LinkKind::Source, &src, span.clone()));
        }
        let data = index(&mut self.document.components, component);
        if place == Place::Leaf {
            return self.push(Kind::Leaf, data, span);
        }
        let node = self.document.nodes.len();
        self.frames.push(Frame {
            kind: FrameKind::Component(data),
            node,
            span: span.clone(),
        });
        self.push(Kind::Open(Element::Component), data, span);
    }

    fn component_end(&mut self, start: usize, end: usize) {
        if end > start + 3 {
            self.error(
                "component/syntax",
                "`:::` is followed by something that is no name",
                start..end,
            )
            .help = Some("write :::name, or only ::: to close a component".to_owned());
            return;
        }
        while let Some(Frame { kind: FrameKind::Tag(name), span, .. }) =
            self.frames.last()
        {
            let (name, span) = (name.clone(), span.clone());
            self.frames.pop();
            self.close_tag(&name, span.clone());
            self.warning("html/unclosed", format!("`<{name}>` is never closed"), span)
                .help = Some(format!("add `</{name}>` where it ends"));
        }
        if let Some(Frame { kind: FrameKind::Component(data), .. }) = self.frames.last() {
            let data = *data;
            self.frames.pop();
            self.push(Kind::Close(Element::Component), data, start..end);
        } else {
            self.error(
                "component/nesting",
                "`:::` closes nothing that was opened here",
                start..end,
            )
            .help = Some(
                "delete it, or indent it as the line that opens the component is"
                    .to_owned(),
            );
        }
    }
}
