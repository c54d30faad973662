//! What is known of an element: its colors, the size of its text, and how sure that is.

use std::rc::Rc;

use super::color::Color;
use super::edge::Edge;
use super::fit::is_link;
use super::selector::{Fit, state};
use super::value::Custom;
use crate::audit::markup::Node;
use crate::audit::spacing::native_size;

/// A color, if it can be told, and whether nothing else may decide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shade {
    pub(super) color: Option<Color>,
    pub(super) is_sure: bool,
}

/// Where an element is placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Static,
    /// In the flow, and what it holds is placed from it.
    Relative,
    /// Out of the flow, over whatever lies there.
    Away,
}

/// How large text is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    /// In pixels.
    pub(super) size: f32,
    /// That of the root.
    pub(super) root_size: f32,
    pub(super) is_sure: bool,
    pub(super) is_bold: bool,
}

impl Letters {
    /// Whether WCAG calls the text large. Sizes in `em` are rounded by who wrote them, and by
    /// browsers once more.
    fn are_large(self) -> bool {
        self.size >= 23.99 || (self.size >= 18.66 && self.is_bold)
    }
}

/// What is known of an element.
#[derive(Clone, Debug)]
pub(super) struct Style {
    pub(super) custom: Custom,
    pub(super) text: Shade,
    pub(super) ground: Shade,
    /// Whether its own background makes its ground.
    pub(super) has_ground: bool,
    pub(super) letters: Letters,
    /// Whether browsers use their dark colors.
    pub(super) is_dark: bool,
    /// Whether it makes no box, or its box is not seen.
    pub(super) is_gone: Fit,
    pub(super) is_unseen: Fit,
    pub(super) place: Place,
    /// Whether something changes how it is seen in a way that nobody computes.
    pub(super) is_blurred: bool,
    /// What authors draw around it, if it is a field.
    pub(super) edge: Edge,
    /// Shares by which it is clear, with the ground below each, from the root inwards.
    pub(super) veils: Rc<Vec<(f32, Option<Color>)>>,
}

impl Style {
    /// What stands around a page: black on white.
    pub(super) fn root(is_open: bool) -> Self {
        let shade = |color| Shade { color: Some(color), is_sure: !is_open };
        Self {
            custom: Custom::default(),
            text: shade(Color::BLACK),
            ground: shade(Color::WHITE),
            has_ground: false,
            letters: Letters {
                size: 16.0,
                root_size: 16.0,
                is_sure: true,
                is_bold: false,
            },
            is_dark: false,
            is_gone: Fit::No,
            is_unseen: Fit::No,
            place: Place::Static,
            is_blurred: is_open,
            edge: Edge::Open,
            veils: Rc::default(),
        }
    }

    /// The style of an element of which no author says anything.
    pub(super) fn inherited(parent: &Self, node: Node<'_>, states: u8) -> Self {
        let mut style = parent.clone();
        style.has_ground = false;
        style.place = Place::Static;
        style.edge = Edge::Open;
        style.own_sheet_of_browsers(node, states);
        style
    }

    /// What browsers say of some elements before any author does.
    fn own_sheet_of_browsers(&mut self, node: Node<'_>, states: u8) {
        // Dark colors differ from browser to browser.
        let is_sure = !self.is_dark;
        let shade = |bytes| Shade { color: Some(Color::of(bytes)), is_sure };
        if is_link(node) && node.is("a") {
            self.text = match (self.is_dark, states & state::VISITED != 0) {
                (false, false) => shade([0, 0, 238]),
                (false, true) => shade([85, 26, 139]),
                (true, false) => shade([158, 158, 255]),
                (true, true) => shade([208, 173, 240]),
            };
        } else if node.is("mark") {
            let shade = |bytes| Shade { color: Some(Color::of(bytes)), is_sure: true };
            (self.text, self.ground) = (shade([0, 0, 0]), shade([255, 255, 0]));
        } else if node.is_any(&["button", "input", "select", "textarea"]) {
            self.controls(node);
        }
        self.letters.size *= f32::from(native_size(node)) / 100.0;
        self.letters.is_bold |=
            node.is_any(&["h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th"]);
    }

    /// The look of controls, which differs from system to system.
    fn controls(&mut self, node: Node<'_>) {
        let types = ["button", "submit", "reset"];
        let is_button =
            node.is("button") || types.iter().any(|own| node.has_value("type", own));
        let shade = |bytes: [u8; 3]| Shade {
            color: (!self.is_dark).then_some(Color::of(bytes)),
            is_sure: false,
        };
        self.text = shade([0, 0, 0]);
        self.ground = shade(if is_button { [239, 239, 239] } else { [255, 255, 255] });
        let root_size = self.letters.root_size;
        self.letters = Letters { size: 13.333, root_size, is_sure: true, is_bold: false };
    }

    /// Both colors as they are seen; none if one cannot be told.
    fn seen(&self) -> Option<(Color, Color)> {
        let mut ground = self.ground.color?;
        let mut text = self.text.color?.over(ground);
        for (share, below) in self.veils.iter().rev() {
            let below = (*below)?;
            text = text.faded(*share).over(below);
            ground = ground.faded(*share).over(below);
        }
        Some((text, ground))
    }

    /// What is wrong with the colors, if anything is.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        if self.is_gone == Fit::Yes
            || self.is_unseen == Fit::Yes
            || self.letters.size <= 0.0
        {
            return None;
        }
        let (text, ground) = self.seen()?;
        let ratio = text.ratio(ground);
        let least = if self.letters.are_large() { 3.0 } else { 4.5 };
        let is_seen = self.is_gone == Fit::No && self.is_unseen == Fit::No;
        let is_sure =
            self.text.is_sure && self.ground.is_sure && is_seen && !self.is_blurred;
        // What nobody at all can see is most likely meant so, or lies elsewhere.
        let is_meant = ratio < 1.05;
        (ratio < least).then_some(Verdict {
            text,
            ground,
            ratio,
            least,
            is_sure: is_sure
                && !is_meant
                && self.veils.is_empty()
                && (self.letters.is_sure || ratio < 3.0),
        })
    }

    /// Whether it is seen in the same colors and sizes.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        self.seen() == other.seen()
            && self.letters.are_large() == other.letters.are_large()
            && (self.is_gone, self.is_unseen) == (other.is_gone, other.is_unseen)
    }
}

/// Colors that are too close.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) text: Color,
    pub(super) ground: Color,
    pub(super) ratio: f32,
    pub(super) least: f32,
    /// Whether nothing else can decide.
    pub(super) is_sure: bool,
}
