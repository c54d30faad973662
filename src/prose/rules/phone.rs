//! A phone number can be called with a tap.
//!
//! ## Why
//! Someone who needs help should not have to remember eleven digits while they change screens.
//!
//! ## Instead
//! `:phone[1-800-222-1222]`, with hyphens between the groups.
//!
//! ## Source
//! RFC 3966 for the address; NHS digital service manual for the words around it.

use super::{Article, Findings, Rule};
use crate::prose::Block;
use crate::prose::text::{BlockKind, PieceKind};

pub(super) const RULE: Rule =
    Rule { code: "prose/phone", source: include_str!("phone.rs"), check };

fn check(article: &Article<'_>, found: &mut Findings<'_>) {
    let own = |block: &&Block| !block.is_quote && block.kind != BlockKind::Code;
    for block in article.blocks.iter().filter(own) {
        let mut at = 0;
        while at < block.words.len() {
            let is_text = block.kind_at(block.words[at].core.start) == PieceKind::Text;
            match number(block, at).filter(|_| is_text) {
                Some((next, groups)) => {
                    let range =
                        block.words[at].core.start..block.words[next - 1].core.end;
                    let text = &block.text[range.clone()];
                    let message = format!("`{text}` cannot be called with a tap");
                    let help = format!("write :phone[{}]", groups.join("-"));
                    found.add(block.span(range), message, help);
                    at = next;
                }
                None => at += 1,
            }
        }
    }
}

/// The word after a phone number that begins at a word, and its groups of digits.
fn number(block: &Block, at: usize) -> Option<(usize, Vec<&str>)> {
    let mut groups = Vec::new();
    for next in at..block.words.len().min(at + 4) {
        let parts: Vec<&str> = block.core(next).split(['-', '.']).collect();
        if !parts.iter().all(|part| !part.is_empty() && is_digits(part)) {
            return None;
        }
        groups.extend(parts);
        let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        match lengths[..] {
            [3, 3, 4] => return Some((next + 1, groups)),
            [1, 3, 3, 4] if groups[0] == "1" => return Some((next + 1, groups)),
            _ if groups.len() > 3 => return None,
            _ => {}
        }
    }
    None
}

fn is_digits(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::prose::tests::check;

    #[test]
    fn numbers_in_plain_text_are_found_in_every_shape() {
        check(
            RULE,
            "Call 1-800-222-1222, (800) 222-1222 or 800.222.1222.",
            &[
                "`1-800-222-1222` `1-800-222-1222` cannot be called with a tap",
                "`800) 222-1222` `800) 222-1222` cannot be called with a tap",
                "`800.222.1222` `800.222.1222` cannot be called with a tap",
            ],
        );
        check(
            RULE,
            "Call :phone[1-800-222-1222], 911 or [800-222-1222](tel:+18002221222).",
            &[],
        );
        check(RULE, "In 2 of 100 and 200 people, 1.5 or 2.25 as high.", &[]);
    }
}
