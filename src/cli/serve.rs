//! `plainleaf serve`: the preview.

use std::collections::HashMap;
use std::mem::take;
use std::path::Path;
use std::sync::Arc;

use plainleaf::config;
use plainleaf::diagnostic::{Diagnostic, Severity, line_column};
use plainleaf::digest::{ByDigest, Digest};
use plainleaf::model::overview::PageOverview;
use plainleaf::path::{SourcePath, UrlPath};
use plainleaf::pipeline::Build;
use plainleaf::preview::{
    DESK, Facts, Finding, Look, Options, Readings, Rebuilt, serve as listen,
};
use plainleaf::source::{Source, SourceTree};
use rayon::prelude::*;

use super::COULD_NOT_RUN;
use super::args::Serve;
use super::report::{self, Failure};
use super::world::{Place, has_errors};

/// Serves the site from memory and builds it again after every change.
pub(crate) fn serve(root: &Path, options: &Serve) -> Result<u8, Failure> {
    let base_url = Some(format!("http://{}/", options.addr));
    let mut place = Place::open(root, &options.publication, base_url)?;
    place.stay();
    let preview = Options {
        root: root.to_owned(),
        addr: options.addr,
        base_path: "/".to_owned(),
        notice: |text| report::note(&format!("{text}\n")),
    };
    let (mut first, mut drawn) = (true, ByDigest::default());
    let rebuild = move |look: &Look| match place.build_if_new(look) {
        Ok(None) => None,
        Ok(Some((tree, mut built))) => {
            let whole = (report::colour(), "plainleaf check --format json");
            report::note(&report::first(
                &tree,
                (&built.diagnostics, &built.counted),
                whole,
            ));
            let urls = urls(&built.overview);
            let findings = draw((&tree, &urls), &built.diagnostics, &mut drawn);
            let counts = counts(&built.diagnostics);
            let again = if first { "built" } else { "built again" };
            first = false;
            report::note(&format!("{again}: {} pages, {counts}\n", built.pages));
            let failed = has_errors(&built.diagnostics);
            // Without a theme nothing could be put together: the desk keeps what it knew.
            let is_known = !(failed && built.overview.is_empty());
            Some(Rebuilt {
                findings,
                facts: is_known.then(|| Arc::new(facts(&place, tree, &mut built))),
                overview: is_known.then(|| built.overview.into()),
                tree: (!failed).then(|| Arc::new(built.output)),
            })
        }
        Err(Failure::World(error)) => {
            Some(failed(&Diagnostic::error("disk", error.to_string())))
        }
        Err(Failure::Typed(message, help)) => {
            Some(failed(&Diagnostic::error("site", message).help(help)))
        }
    };
    let ready = |url: &str| {
        let desk = format!("{}{DESK}", url.trim_end_matches('/'));
        report::say(&format!(
            "serving {url} (stop with Ctrl-C)\neditor's desk: {desk}\n"
        ));
    };
    match listen(&preview, rebuild, ready) {
        Ok(never) => match never {},
        Err(error) => {
            report::failure(&Failure::World(error));
            Ok(COULD_NOT_RUN)
        }
    }
}

/// What the desk tells beyond the pages.
fn facts(place: &Place, tree: SourceTree, built: &mut Build) -> Facts {
    let text = tree.text(config::FILE).map_or("", |text| &text.text);
    let stale_days = config::parse(text).value.refs.stale_days;
    let (today, tree) = (place.today(&tree), Arc::new(tree));
    Facts {
        digest: place.seen(),
        today,
        stale_days,
        reviews: take(&mut built.reviews),
        sources: take(&mut built.sources),
        terms: take(&mut built.terms),
        readings: Readings::new(place.reader(Arc::clone(&tree), today)),
        tree,
    }
}

/// The addresses of pages, by their files.
type Urls<'a> = HashMap<&'a SourcePath, &'a UrlPath>;

fn urls(pages: &[PageOverview]) -> Urls<'_> {
    pages.iter().filter_map(|page| Some((&page.path, page.url.as_ref()?))).collect()
}

/// Draws what was found, each at the page that its file becomes; what the last build found as
/// well, in the same texts, is not drawn again.
fn draw(
    (tree, urls): (&SourceTree, &Urls<'_>),
    found: &[Diagnostic],
    drawn: &mut ByDigest<Arc<Finding>>,
) -> Vec<Arc<Finding>> {
    let before = take(drawn);
    let draw = |one: &Diagnostic| {
        let labels = one.primary.iter().chain(&one.related);
        let texts = labels.map(|label| tree.get(&label.path).map(Source::digest));
        let url = one.primary.as_ref().and_then(|label| urls.get(&label.path).copied());
        let key = Digest::of_value(&(one, texts.collect::<Vec<_>>(), url));
        let known = before.get(&key).cloned();
        let drawn = known.unwrap_or_else(|| {
            let url = url.map(|url| url.as_str().to_owned());
            Arc::new(Finding { url, ..finding(tree, one) })
        });
        (key, drawn)
    };
    let list: Vec<(Digest, Arc<Finding>)> = found.par_iter().map(draw).collect();
    drawn.extend(list.iter().cloned());
    list.into_iter().map(|(_, own)| own).collect()
}

/// What to show when there was nothing to build.
fn failed(found: &Diagnostic) -> Rebuilt {
    Rebuilt {
        findings: vec![Arc::new(finding(&SourceTree::default(), found))],
        ..Rebuilt::default()
    }
}

/// A diagnostic, drawn for a page.
fn finding(tree: &SourceTree, found: &Diagnostic) -> Finding {
    let label = found.primary.as_ref();
    let place = label.map(|label| {
        let text = tree.text(label.path.as_str()).map(|text| &*text.text);
        let text = text.or_else(|| plainleaf::theme::built_in_text(&label.path));
        line_column(text.unwrap_or_default(), label.span.start)
    });
    // The page shows message and help by itself.
    let quoted = Diagnostic { help: None, ..found.clone() };
    let quoted = report::human(tree, &quoted, false);
    let excerpt = quoted.split_once('\n').map(|(_, lines)| lines.trim_end().to_owned());
    Finding {
        severity: found.severity,
        code: found.code.to_owned(),
        message: found.message.clone(),
        file: label.map(|label| label.path.as_str().to_owned()),
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
        excerpt: excerpt.filter(|_| label.is_some()),
        help: found.help.clone(),
        url: None,
    }
}

fn counts(found: &[Diagnostic]) -> String {
    let [errors, warnings, notices] =
        [Severity::Error, Severity::Warning, Severity::Notice]
            .map(|severity| report::number(found, severity));
    report::counts(errors, warnings, notices)
}
