//! What pages weigh, and the limits that they keep to.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::page::table;
use super::{Evidence, PageEvidence};
use crate::audit::gate::address;
use crate::config::Budget;
use crate::html::escape;
use crate::pipeline::InspectedPage;

/// Pages that are listed as the heaviest.
const HEAVIEST: usize = 10;

/// The limits of a site, and what its pages measure.
#[derive(Clone, Debug, Serialize)]
pub struct BudgetEvidence {
    /// The quality of Brotli by which bytes are measured.
    pub quality: u32,
    /// Every limit of `site.toml`, in its order.
    pub limits: Vec<LimitEvidence>,
    /// The pages that make a reader load the most, the heaviest first.
    pub heaviest: Vec<HeavyEvidence>,
}

/// A limit, and the page that comes nearest to it.
#[derive(Clone, Debug, Serialize)]
pub struct LimitEvidence {
    /// The pages that it is for, as `site.toml` names them; `*` is all that have no other.
    pub pages: String,
    /// What is limited.
    pub measure: &'static str,
    /// The most that is allowed.
    pub most: u64,
    /// How many pages it holds for.
    pub held: usize,
    /// The page that measures most of these.
    pub heaviest: Option<String>,
    /// What that page measures.
    pub measured: Option<u64>,
}

/// A heavy page.
#[derive(Clone, Debug, Serialize)]
pub struct HeavyEvidence {
    /// Its file.
    pub page: String,
    /// Bytes that it makes a reader load.
    pub bytes: u64,
    /// Requests that it makes, its own among them.
    pub requests: usize,
    /// All that budgets can limit, by the names of `site.toml`. What is measured after
    /// compression is there only if some page has a limit for it.
    pub measures: BTreeMap<&'static str, u64>,
}

/// Holds what was measured against the budget.
pub(super) fn budgets(
    budget: &Budget,
    inspected: &[InspectedPage],
    pages: &[PageEvidence],
) -> BudgetEvidence {
    let own = |page: &InspectedPage| (address(page.path.as_str()), page.path.to_string());
    let named: Vec<(String, String)> = inspected.iter().map(own).collect();
    let limit = |(of, limit): (Option<&str>, &crate::config::Limit)| {
        let mut held = 0;
        let mut most: Option<(u64, &str)> = None;
        for ((address, file), page) in named.iter().zip(inspected) {
            if budget.limit(address, limit.measure) != Some(limit) {
                continue;
            }
            held += 1;
            let Some(own) = page.measures.get(limit.measure).copied() else { continue };
            if most.is_none_or(|(known, _)| own > known) {
                most = Some((own, file));
            }
        }
        LimitEvidence {
            pages: of.unwrap_or("*").to_owned(),
            measure: limit.measure,
            most: limit.most,
            held,
            heaviest: most.map(|(_, file)| file.to_owned()),
            measured: most.map(|(own, _)| own),
        }
    };
    let mut heaviest: Vec<&PageEvidence> = pages.iter().collect();
    heaviest.sort_by_key(|page| std::cmp::Reverse(page.bytes));
    heaviest.truncate(HEAVIEST);
    let heavy = |page: &&PageEvidence| {
        let own = inspected.iter().find(|own| own.path.as_str() == page.file);
        HeavyEvidence {
            page: page.file.clone(),
            bytes: page.bytes,
            requests: page.requests,
            measures: own.map(|own| own.measures.clone()).unwrap_or_default(),
        }
    };
    BudgetEvidence {
        quality: budget.quality,
        limits: budget.limits().map(limit).collect(),
        heaviest: heaviest.iter().map(heavy).collect(),
    }
}

/// What pages load, in a sentence, in a table of the heaviest, and against the limits.
pub(super) fn html(evidence: &Evidence) -> String {
    let mut html = statement(evidence);
    let Some(budgets) = &evidence.budgets else { return html };
    let mut rows = String::new();
    for page in &budgets.heaviest {
        let of = |measure| match page.measures.get(measure) {
            Some(number) => number.to_string(),
            None => "not measured".to_owned(),
        };
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\"><code>{}</code></th><td class=\"n\">{}</td>\
             <td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&page.page),
            page.bytes,
            page.requests,
            of("html_brotli"),
            of("nodes"),
        );
    }
    let columns = ["Page", "Bytes", "Requests", "Bytes of HTML, compressed", "Elements"];
    html += &table("Heaviest pages", &columns, &rows);
    html + &limits(budgets)
}

fn limits(budgets: &BudgetEvidence) -> String {
    if budgets.limits.is_empty() {
        return "<p>This site sets no budget.</p>\n".to_owned();
    }
    let mut rows = String::new();
    for limit in &budgets.limits {
        let pages = match limit.pages.as_str() {
            "*" => "all others".to_owned(),
            some => format!("<code>{}</code>", escape(some)),
        };
        let heaviest = limit.heaviest.as_deref().unwrap_or("none");
        let measured = limit
            .measured
            .map_or_else(|| "not measured".to_owned(), |own| own.to_string());
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{pages}: <code>{}</code></th>\
             <td class=\"n\">{}</td><td class=\"n\">{measured}</td><td><code>{}</code></td>\
             <td class=\"n\">{}</td></tr>",
            limit.measure,
            limit.most,
            escape(heaviest),
            limit.held,
        );
    }
    let columns = ["Limit", "Most allowed", "Most measured", "On", "Pages it holds for"];
    let quality = budgets.quality;
    table("Budgets", &columns, &rows)
        + &format!(
            "<p>Compressed is by Brotli of quality {quality}. A page that went over its \
             budget would be among the findings, or the build would have failed.</p>\n"
        )
}

/// Bytes, requests and origins, in words.
fn statement(evidence: &Evidence) -> String {
    let counts = &evidence.counts;
    let of_all = |count: usize| match count {
        0 => format!("None of the {} pages", counts.pages),
        1 => format!("1 of the {} pages", counts.pages),
        _ => format!("{count} of the {} pages", counts.pages),
    };
    let elsewhere = evidence.pages.iter().filter(|page| !page.origins.is_empty()).count();
    let origins = match counts.origins.as_slice() {
        [] => String::new(),
        some => format!(": {}", escape(&some.join(", "))),
    };
    let holds = |count: usize| if count > 1 { "hold" } else { "holds" };
    let loads = |count: usize| if count > 1 { "load" } else { "loads" };
    format!(
        "<p>{} {} anything from another site{origins}. {} {} a script. The heaviest page makes \
         a browser load {} bytes, and no page makes it ask for more than {} files, the page \
         itself among them. All files together are {} bytes.</p>\n",
        of_all(elsewhere),
        loads(elsewhere),
        of_all(counts.with_scripts),
        holds(counts.with_scripts),
        counts.most_bytes,
        counts.most_requests,
        counts.bytes,
    )
}
