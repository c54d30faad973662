//! The table of pages.

use super::query::{Query, ROWS, Sort};
use super::{Desk, count, escape, grouped, link};
use crate::model::overview::{PageOverview, State};
use crate::model::review::Standing;

/// The pages that are asked for, one a row.
pub(super) fn panel(desk: &Desk<'_>) -> String {
    let query = &desk.query;
    let pages = query.pick(desk);
    if pages.is_empty() {
        return "<section aria-labelledby=\"pages\"><h2 id=\"pages\">Pages</h2>\
                <p>There is no such page.</p></section>"
            .to_owned();
    }
    let last = pages.len().div_ceil(ROWS);
    let number = query.number.min(last);
    let shown = &pages[(number - 1) * ROWS..pages.len().min(number * ROWS)];
    let part =
        if last > 1 { format!(", part {number} of {last}") } else { String::new() };
    let caption = format!(
        "{}: {}, {}{part}",
        query.show.words(),
        count(pages.len(), "page"),
        query.sort.words()
    );
    let rows: String = shown.iter().map(|page| row(desk, page)).collect();
    let parts = parts(query, number, last);
    format!(
        "<section aria-labelledby=\"pages\"><h2 id=\"pages\">Pages</h2>\
         <div class=\"wide\" role=\"region\" aria-label=\"Table of pages\" tabindex=\"0\">\
         <table><caption>{caption}</caption><thead><tr>{}</tr></thead>\n\
         <tbody>{rows}</tbody></table></div>{parts}</section>",
        headings(desk)
    )
}

/// The heads of the columns; those that sort are links.
fn headings(desk: &Desk<'_>) -> String {
    let plain = |words: &str| format!("<th scope=\"col\">{words}</th>");
    let sorting = |words: &str, sort: Sort| {
        let href = Query { sort, number: 1, ..desk.query.clone() }.address();
        let current = if desk.query.sort == sort {
            format!(" aria-sort=\"{}\"", sort.direction())
        } else {
            String::new()
        };
        format!("<th scope=\"col\"{current}><a href=\"{href}\">{words}</a></th>")
    };
    let mut html = sorting("Title", Sort::Title) + &plain("State") + &plain("Address");
    html.push_str(&sorting("Words", Sort::Words));
    html.push_str(&sorting("Findings", Sort::Findings));
    html.push_str(&sorting("Links in", Sort::LinksIn));
    html.push_str(&plain("Links out"));
    html.push_str(&sorting("Updated", Sort::Updated));
    html.push_str(&plain("Review"));
    html.push_str(&sorting("Review due", Sort::Due));
    if desk.is_multilingual() {
        html.push_str(&plain("Not translated into"));
    }
    html
}

fn row(desk: &Desk<'_>, page: &PageOverview) -> String {
    let file = escape(page.path.as_str());
    let found = desk.findings(page).len();
    let found = if found > 0 {
        format!("<strong class=\"bad\">{found}</strong>")
    } else {
        "0".to_owned()
    };
    let orphan =
        if page.is_orphan() { " <strong class=\"bad\">orphan</strong>" } else { "" };
    let links =
        if page.is_built { page.links.len().to_string() } else { "–".to_owned() };
    let day = |day: Option<_>| day.map_or_else(|| "–".to_owned(), time);
    let (updated, due) = (day(page.updated), day(page.due));
    let untranslated = if desk.is_multilingual() {
        format!("<td>{}</td>", escape(&page.untranslated.join(", ")))
    } else {
        String::new()
    };
    format!(
        "<tr><th scope=\"row\">{}<br><code>{file}</code></th><td>{}</td><td>{}</td>\
         <td class=\"number\">{} <span class=\"minor\">{}&nbsp;min</span></td>\
         <td class=\"number\">{found}</td><td class=\"number\">{}{orphan}</td>\
         <td class=\"number\">{links}</td><td>{updated}</td>\
         <td>{}</td><td>{due}</td>{untranslated}</tr>\n",
        link(page),
        state(page),
        desk.address(page),
        grouped(page.words),
        page.minutes(),
        page.linked_from.len(),
        review(page),
    )
}

/// Links to the parts of a long list.
fn parts(query: &Query, number: usize, last: usize) -> String {
    if last < 2 {
        return String::new();
    }
    let link = |to: usize, words: &str| {
        let href = Query { number: to, ..query.clone() }.address();
        format!("<li><a href=\"{href}\">{words}</a></li>")
    };
    let back = if number > 1 { link(number - 1, "Previous part") } else { String::new() };
    let on = if number < last { link(number + 1, "Next part") } else { String::new() };
    format!("<nav aria-label=\"Parts\"><ul>{back}{on}</ul></nav>")
}

/// A page's state in words.
pub(super) fn state(page: &PageOverview) -> String {
    let (class, words) = match page.state {
        State::Published if page.is_built => ("good", "published".to_owned()),
        State::Published => ("bad", "not built".to_owned()),
        State::Draft => ("held", "draft".to_owned()),
        State::Future(date) => ("held", format!("future: {}", time(date))),
        State::Expired(date) => ("held", format!("expired: {}", time(date))),
    };
    format!("<span class=\"{class}\">{words}</span>")
}

/// What became of a page's review, in words.
pub(super) fn review(page: &PageOverview) -> String {
    let (class, words) = match page.review {
        Standing::Reviewed => ("good", "reviewed"),
        Standing::Unreviewed => ("held", "not reviewed"),
        Standing::Changed => ("bad", "changed since review"),
        Standing::Overdue => ("bad", "overdue"),
    };
    format!("<span class=\"{class}\">{words}</span>")
}

/// A day, for people and programs.
pub(super) fn time(date: jiff::civil::Date) -> String {
    format!("<time datetime=\"{date}\">{date}</time>")
}
