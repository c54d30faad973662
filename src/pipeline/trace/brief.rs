//! What people are told by number alone: who has read the first few places that a rule asks to look
//! at knows the others.

use std::collections::BTreeSet;

use super::{Counted, Shared, Suspect};
use crate::audit::Finding;
use crate::audit::gate::{Piece, Policy};
use crate::config::Level;
use crate::diagnostic::Code;

/// Pages on which people are told the places of one rule's notices, beside the first.
const FEW: u64 = 8;

/// Takes out what people need not read the place of, and counts it by rule: notices beyond the
/// first few pages of each rule, unless a waiver is told of them.
pub(super) fn count(
    suspects: &mut [Suspect<'_>],
    shared: &Shared,
    policy: &Policy<'_>,
) -> Counted {
    let (mut pages, mut counted) = (Counted::new(), Counted::new());
    for Suspect { page, own, .. } in suspects {
        let is_known = |(one, piece): &(&Finding, Piece)| {
            shared.contains_key(&(one.rule.code, piece.digest))
        };
        let must_be_told = |both: &(&Finding, Piece)| {
            let (rule, is_notice) =
                (both.0.rule.code, policy.level(both.0) == Level::Notice);
            let is_few = pages.get(rule).is_none_or(|seen| *seen < FEW);
            let is_waived = || policy.waiver(rule, page.path.as_str()).is_some();
            !is_known(both) && (!is_notice || is_few || is_waived())
        };
        if own.iter().any(must_be_told) {
            let rules: BTreeSet<Code> =
                own.iter().map(|(one, _)| one.rule.code).collect();
            for rule in rules {
                *pages.entry(rule).or_default() += 1;
            }
        } else {
            own.retain(|both| {
                let is_known = is_known(both);
                *counted.entry(both.0.rule.code).or_default() += u64::from(!is_known);
                is_known
            });
        }
    }
    counted.retain(|_, count| *count > 0);
    counted
}
