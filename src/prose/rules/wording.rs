//! Words respect the people they are about, and people know them.
//!
//! ## Why
//! Words that judge keep people from asking for help, and change how staff treat them. Words of
//! the trade shut out everyone else.
//!
//! ## Instead
//! The person first: "person with a substance use disorder". The list is built in; a site adds
//! to it in `words.toml`, beside `site.toml`, or allows a word there. Words in double quotes are
//! mentioned, not used, and stay.
//!
//! ## Source
//! NIDA, Words Matter; APA Style, bias-free language; NHS A to Z of health writing. Each word of
//! the list names its own.

use super::{Article, Findings, Rule};
use crate::prose::text::{BlockKind, PieceKind};

pub(super) const RULE: Rule =
    Rule { code: "prose/wording", source: include_str!("wording.rs"), check };

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    for block in &article.blocks {
        if block.is_quote || block.kind == BlockKind::Code {
            continue;
        }
        let mut quoted = None;
        for (words, word) in article.words.matches(block) {
            let start = block.words[words.start].core.start;
            let end = block.words[words.end - 1].core.end;
            let quoted = quoted.get_or_insert_with(|| block.quoted());
            if block.kind_at(start) == PieceKind::Fixed
                || quoted.iter().any(|quote| quote.contains(&start))
            {
                continue;
            }
            let message = format!("`{}`: {}", &block.text[start..end], word.why);
            found.add(block.span(start..end), message, format!("write {}", word.write));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check;

    #[test]
    fn words_that_judge_are_found_unless_they_are_mentioned_or_a_name() {
        check(
            RULE,
            "An Addict, or drug\naddicts' habits.",
            &[
                "`Addict` `Addict`: makes the person the illness (NIDA)",
                "`drug\naddicts` `drug addicts`: makes the person the illness (NIDA)",
            ],
        );
        check(RULE, "Some say \"addict\". `addict`\n\n> an addict\n", &[]);
        check(
            RULE,
            "The Substance Abuse and Mental Health Services Administration wrote on substance abuse.",
            &["`substance abuse` `substance abuse`: judges the person (NIDA)"],
        );
    }
}
