//! A page stays within its budget.
//!
//! # Why
//! Heavy pages shut out who pays for each megabyte, has an old phone or stands where the network
//! is weak. Weight comes back a little with every change, and nobody notices.
//!
//! # Instead
//! Take out what is not needed, make images smaller, say their width and height. If a page must be
//! heavier, give it a budget of its own in `site.toml`: `[[budget.section]]`.
//!
//! # Source
//! The table `[budget]` of `site.toml`. Bytes are those of the file, or of Brotli at the quality
//! that is named there.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::audit::address::loads;
use crate::audit::marks::Marks;
use crate::audit::markup::Node;
use crate::audit::page::Page;
use crate::audit::rule::{Finding, Kind, Looks, Rule};
use crate::config::{Budget, Limit};
use crate::diagnostic::Severity;

/// The rule of all budgets; it asks for more than a page and is met at the gate.
pub static RULE: Rule = Rule {
    code: "budget/page",
    act: &[],
    wcag: &[],
    severity: Severity::Error,
    source: include_str!("budget.rs"),
    looks: Looks::Beyond,
};

/// What a page weighs, as far as its own text tells.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Weight {
    nodes: u64,
    /// Addresses that browsers ask for, each once.
    requests: Box<[Box<str>]>,
    /// Bytes of its style sheets.
    sheets: Box<[Range<usize>]>,
    images: Box<[Image]>,
}

/// An image of a page.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Image {
    span: Range<usize>,
    address: Box<str>,
    is_sized: bool,
}

/// Weighs a page.
pub(in crate::audit) fn weigh(page: &Page<'_>) -> Weight {
    let nodes = page.document().elements().count() as u64;
    let mut requests = Vec::<Box<str>>::new();
    let (mut sheets, mut images) = (Vec::new(), Vec::new());
    for node in page.marked(Marks::LOAD.or(Marks::SHEET)) {
        if node.name() == "style" {
            sheets.extend(node.children().map(Node::span));
        }
        // Of the sources of a picture a browser asks for one, in place of the image.
        if node.is("source") {
            continue;
        }
        let first = loads(node).map(|(_, address)| address).next();
        let first =
            first.filter(|one| !one.starts_with('#') && !one.starts_with("data:"));
        let Some(address) = first else { continue };
        if !requests.iter().any(|known| **known == *address) {
            requests.push(address.into());
        }
        if node.is("img") {
            let is_sized = node.has("width") && node.has("height");
            images.push(Image { span: node.span(), address: address.into(), is_sized });
        }
    }
    let (requests, sheets) = (requests.into(), sheets.into());
    Weight { nodes, requests, sheets, images: images.into() }
}

/// What else must be known of a page to hold it against its budget.
pub struct Scales<'a> {
    /// Its address, as budgets name it.
    pub address: &'a str,
    /// Bytes of its file.
    pub length: u64,
    /// Its text, which is asked for only if something must be compressed.
    pub text: &'a dyn Fn() -> String,
    /// Bytes of a part of it after Brotli: the name of the part, and its text.
    pub brotli: &'a dyn Fn(&str, &dyn Fn() -> String) -> u64,
    /// Bytes of a file of the site that the page names.
    pub bytes: &'a dyn Fn(&str) -> Option<u64>,
}

impl Weight {
    /// What goes over the budget.
    pub fn over(&self, scales: &Scales<'_>, budget: &Budget) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut hold = |measure: &str, own: u64, what: &str| {
            let limit = budget.limit(scales.address, measure);
            if let Some(limit) = limit.filter(|limit| own > limit.most) {
                let message = format!("this page has {own} {what}");
                found.push(finding(0..0, &message, limit));
            }
        };
        hold("html", scales.length, "bytes of HTML");
        hold("nodes", self.nodes, "elements");
        hold("requests", 1 + self.requests.len() as u64, "requests");
        let sheets: usize = self.sheets.iter().map(ExactSizeIterator::len).sum();
        hold("css", sheets as u64, "bytes of CSS");
        let packed = format!("after Brotli of quality {}", budget.quality);
        let must = |measure: &str, raw: u64| {
            let limit = budget.limit(scales.address, measure);
            limit.is_some_and(|limit| raw > limit.most)
        };
        if must("html_brotli", scales.length) {
            let own = (scales.brotli)("html", &|| (scales.text)());
            hold("html_brotli", own, &format!("bytes of HTML {packed}"));
        }
        if must("css_brotli", sheets as u64) {
            let own = (scales.brotli)("css", &|| self.styles(scales));
            hold("css_brotli", own, &format!("bytes of CSS {packed}"));
        }
        found.extend(self.images(scales, budget));
        found
    }

    /// All that a budget can limit, by its name. Texts are compressed only if the budget limits
    /// that on any page.
    pub fn measures(
        &self,
        scales: &Scales<'_>,
        budget: &Budget,
    ) -> BTreeMap<&'static str, u64> {
        let image = |image: &Image| (scales.bytes)(&image.address).unwrap_or(0);
        let sheets: usize = self.sheets.iter().map(ExactSizeIterator::len).sum();
        let without_size = self.images.iter().filter(|image| !image.is_sized).count();
        let mut measures = BTreeMap::from([
            ("html", scales.length),
            ("nodes", self.nodes),
            ("requests", 1 + self.requests.len() as u64),
            ("css", sheets as u64),
            ("image", self.images.iter().map(image).max().unwrap_or(0)),
            ("unsized_images", without_size as u64),
        ]);
        let is_limited =
            |measure: &str| budget.limits().any(|(_, own)| own.measure == measure);
        if is_limited("html_brotli") {
            measures.insert("html_brotli", (scales.brotli)("html", &|| (scales.text)()));
        }
        if is_limited("css_brotli") {
            let own = (scales.brotli)("css", &|| self.styles(scales));
            measures.insert("css_brotli", own);
        }
        measures
    }

    /// The style sheets within the page.
    fn styles(&self, scales: &Scales<'_>) -> String {
        let text = (scales.text)();
        self.sheets.iter().filter_map(|span| text.get(span.clone())).collect()
    }

    fn images(&self, scales: &Scales<'_>, budget: &Budget) -> Vec<Finding> {
        let mut found = Vec::new();
        let unsized_images = self.images.iter().filter(|image| !image.is_sized);
        if let Some(limit) = budget.limit(scales.address, "unsized_images") {
            let most = usize::try_from(limit.most).unwrap_or(usize::MAX);
            for image in unsized_images.skip(most) {
                let message = "this image says no width and height";
                found.push(finding(image.span.clone(), message, limit));
            }
        }
        if let Some(limit) = budget.limit(scales.address, "image") {
            for image in &self.images {
                let bytes = (scales.bytes)(&image.address).unwrap_or(0);
                if bytes > limit.most {
                    let message = format!("this image has {bytes} bytes");
                    found.push(finding(image.span.clone(), &message, limit));
                }
            }
        }
        found
    }
}

fn finding(span: Range<usize>, message: &str, limit: &Limit) -> Finding {
    let Limit { measure, most, .. } = limit;
    let message = format!("{message}; its budget is {most}");
    let help = format!("make it lighter, or raise `{measure}` for it in site.toml");
    Finding { rule: &RULE, kind: Kind::Violation, span, message, help }
}
