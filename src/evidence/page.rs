//! The pack for people: one page that needs no other file, no script and no network.

use std::fmt::Write;

use super::{Counts, Evidence, PageEvidence, SourceEvidence, budgets, receipts};
use crate::html::escape;

const STYLE: &str = include_str!("style.css");

/// A part of the page: its anchor, its heading, and what it holds.
type Part = (&'static str, &'static str, fn(&Evidence) -> String);

/// The parts, in order.
const PARTS: &[Part] = &[
    ("counts", "In numbers", counts),
    ("findings", "What the program found", findings),
    ("waived", "What was let pass", waived),
    ("people", "What only people can check", for_people),
    ("loads", "What pages load", budgets::html),
    ("pages", "Pages", pages),
    ("receipts", "Reviews", receipts::html),
    ("sources", "Sources", sources),
    ("links", "Addresses of other sites", links),
    ("proof", "How to compare this with a site", proof),
];

/// The pack as a page.
pub fn html(evidence: &Evidence) -> String {
    let name = match evidence.site.title.as_str() {
        "" => escape(&evidence.site.base_url),
        title => escape(title),
    };
    let title = format!("Evidence for {name}, {}", evidence.date);
    let mut nav = String::new();
    let mut main = String::new();
    for (anchor, heading, part) in PARTS {
        let html = part(evidence);
        if !html.is_empty() {
            let _ = writeln!(nav, "<li><a href=\"#{anchor}\">{heading}</a></li>");
            let _ = writeln!(
                main,
                "<section aria-labelledby=\"{anchor}\">\n\
                 <h2 id=\"{anchor}\">{heading}</h2>\n{html}</section>"
            );
        }
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the content</a>\n\
         <main id=\"main\" tabindex=\"-1\">\n<h1>{title}</h1>\n\
         <p>Made by {tool} from the sources of {address}, as of \
         <time datetime=\"{date}\">{date}</time>. A program counted and compared; it cannot \
         tell whether a statement is true or whether a page is easy to use.</p>\n\
         <nav aria-label=\"Parts of this page\"><ul>\n{nav}</ul></nav>\n\
         {main}</main>\n</body>\n</html>\n",
        tool = escape(&evidence.tool),
        address = escape(&evidence.site.base_url),
        date = evidence.date,
    )
}

fn list(rows: &[(&str, String)]) -> String {
    let mut html = "<dl>\n".to_owned();
    for (name, value) in rows {
        let _ = writeln!(html, "<dt>{name}</dt><dd>{}</dd>", escape(value));
    }
    html + "</dl>\n"
}

/// A table with its caption, the names of its columns, and rows that are HTML already.
pub(super) fn table(caption: &str, columns: &[&str], rows: &str) -> String {
    let id = caption.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    let mut html = format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"of-{id}\">\n\
         <table>\n<caption id=\"of-{id}\">{caption}</caption>\n<thead><tr>"
    );
    for column in columns {
        let _ = write!(html, "<th scope=\"col\">{column}</th>");
    }
    let _ = write!(html, "</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n");
    html
}

fn words(of: Option<&str>) -> String {
    of.map_or_else(|| "none".to_owned(), |text| escape(text).into_owned())
}

fn counts(evidence: &Evidence) -> String {
    let Counts { articles, reviewed, cited, asked, .. } = evidence.counts;
    let counts = &evidence.counts;
    let origins = match counts.origins.as_slice() {
        [] => "none".to_owned(),
        some => some.join(", "),
    };
    list(&[
        ("Pages, with lists, plans and redirects", counts.pages.to_string()),
        ("Articles", articles.to_string()),
        (
            "Articles that a named person reviewed as they are now",
            format!("{reviewed} of {articles}"),
        ),
        ("Sources that pages rest on", cited.to_string()),
        ("Sources that a register was asked about", format!("{asked} of {cited}")),
        (
            "Sources known to be retracted",
            if asked == 0 {
                "not known: no register was asked".to_owned()
            } else {
                format!("{} of {asked}", counts.retracted)
            },
        ),
        ("Rules that every page was checked with", evidence.rules.len().to_string()),
        ("Places that break one of them", counts.violations.to_string()),
        ("Places that a person must look at", counts.to_look_at.to_string()),
        ("Warnings of the build", counts.warnings.to_string()),
        ("Other sites that a page loads anything from", origins),
        ("Pages with a script", counts.with_scripts.to_string()),
        ("Most requests that one page makes", counts.most_requests.to_string()),
        ("Most bytes that one page makes a reader load", counts.most_bytes.to_string()),
        ("All files, in bytes", counts.bytes.to_string()),
    ])
}

fn findings(evidence: &Evidence) -> String {
    let mut items = String::new();
    for one in &evidence.findings {
        let line = one.line.map_or_else(String::new, |line| format!(":{line}"));
        let _ = writeln!(
            items,
            "<li>{}: {} <code>{}</code>, <code>{}{line}</code></li>",
            escape(&one.severity),
            escape(&one.message),
            escape(one.code),
            words(one.file.as_deref()),
        );
    }
    for one in &evidence.rule_findings {
        let _ = writeln!(
            items,
            "<li>{}: {} <code>{}</code>, <code>{}</code></li>",
            one.kind,
            escape(&one.message),
            escape(one.rule),
            escape(&one.page),
        );
    }
    if items.is_empty() {
        return "<p>Nothing. That is no proof that nothing is wrong.</p>\n".to_owned();
    }
    format!("<ul>\n{items}</ul>\n")
}

fn waived(evidence: &Evidence) -> String {
    let Some(waivers) = &evidence.waivers else { return String::new() };
    let mut items = String::new();
    for one in waivers {
        let _ = writeln!(
            items,
            "<li>{} <code>{}</code>, until <time datetime=\"{until}\">{until}</time>: {}</li>",
            escape(&one.message),
            escape(&one.rule),
            escape(&one.reason),
            until = escape(&one.until),
        );
    }
    if items.is_empty() {
        return "<p>Nothing.</p>\n".to_owned();
    }
    format!("<ul>\n{items}</ul>\n")
}

fn for_people(evidence: &Evidence) -> String {
    let mut items = String::new();
    for one in evidence.for_people {
        let _ = writeln!(items, "<li>{}</li>", escape(one));
    }
    format!("<ul>\n{items}</ul>\n")
}

fn pages(evidence: &Evidence) -> String {
    let mut rows = String::new();
    for page in &evidence.pages {
        let PageEvidence { title, language, .. } = page;
        let lang = language.as_deref().filter(|own| !own.starts_with("en"));
        let lang =
            lang.map_or_else(String::new, |own| format!(" lang=\"{}\"", escape(own)));
        let title = title.as_deref().unwrap_or("made by the program");
        let review = page.review.unwrap_or("no article");
        let due =
            page.due.as_ref().map_or_else(String::new, |due| format!(", due {due}"));
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\"><span{lang}>{}</span><br><code>{}</code></th>\
             <td>{review}{due}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{}</td><td><code>{}</code></td></tr>",
            escape(title),
            escape(page.url.as_deref().unwrap_or(&page.file)),
            words(page.updated.as_deref()),
            page.words.map_or_else(|| "none".to_owned(), |words| words.to_string()),
            page.requests,
            page.bytes,
            page.digest,
        );
    }
    let columns = ["Page", "Review", "Updated", "Words", "Requests", "Bytes", "Digest"];
    let mut html = table("Pages that are published", &columns, &rows);
    if !evidence.held_back.is_empty() {
        html.push_str("<p>Not published on this day:</p>\n<ul>\n");
        for page in &evidence.held_back {
            let (source, reason) = (escape(&page.source), escape(&page.reason));
            let _ = writeln!(html, "<li><code>{source}</code>: {reason}</li>");
        }
        html.push_str("</ul>\n");
    }
    html
}

fn sources(evidence: &Evidence) -> String {
    let mut rows = String::new();
    for source in &evidence.sources {
        let SourceEvidence { key, title, state, .. } = source;
        let join = |list: &[String]| {
            if list.is_empty() {
                "none".to_owned()
            } else {
                escape(&list.join(", ")).into_owned()
            }
        };
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}<br><code>{}</code></th><td>{}</td><td>{}</td>\
             <td>{}</td><td><code>{}</code></td><td><code>{}</code></td></tr>",
            escape(title),
            escape(key),
            state.replace('-', " "),
            join(&source.notices),
            source.asked.as_deref().unwrap_or("never"),
            join(&source.identifiers),
            join(&source.cited_by),
        );
    }
    if rows.is_empty() {
        return "<p>This site has no sources.</p>\n".to_owned();
    }
    let columns = ["Source", "State", "Notices", "Asked", "Identifiers", "Cited by"];
    table("Sources of the bibliography", &columns, &rows)
}

fn links(evidence: &Evidence) -> String {
    let mut rows = String::new();
    for link in &evidence.links {
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>",
            escape(&link.address),
            escape(link.verdict),
            link.answered.as_deref().unwrap_or("never"),
        );
    }
    if rows.is_empty() {
        return "<p>This site leads to no other.</p>\n".to_owned();
    }
    let columns = ["Address", "What is known", "Last answer"];
    table("Addresses in texts and sources", &columns, &rows)
}

fn proof(evidence: &Evidence) -> String {
    let settings = &evidence.settings;
    let html = list(&[
        ("Digest of the sources", evidence.digests.sources.clone()),
        ("Digest of site.toml", evidence.digests.settings.clone()),
        ("Digest of all that was made", evidence.digests.output.clone()),
        ("Drafts published", if settings.drafts { "yes" } else { "no" }.to_owned()),
        ("Theme", settings.theme.clone()),
        ("A retracted source", settings.retracted.to_owned()),
        ("An expression of concern", settings.concern.to_owned()),
        ("Form of the file for programs", evidence.schema.to_owned()),
    ]);
    "<p>The same program gives the same digests for the same sources and the same day. \
     Digests are BLAKE3, the first 128 bits.</p>\n"
        .to_owned()
        + &html
}
