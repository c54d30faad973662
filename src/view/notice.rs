//! Notices about a source: retracted, corrected, in the words of the theme.

use serde::Serialize;

use super::context::{Asker, DateView, LinkView};
use crate::bibliography::Record;
use crate::bibliography::health::NoticeKind;

/// A notice about a source.
#[derive(Debug, Serialize)]
pub(super) struct NoticeView {
    /// `retracted`, `partly-retracted`, `concern`, `corrected` or `replaced`.
    kind: &'static str,
    /// What it says, in words.
    title: String,
    /// The day of the notice.
    date: Option<DateView>,
    /// Where the notice stands: the identifier, and its address.
    link: Option<LinkView>,
}

/// The notices about a source, the gravest first.
pub(super) fn notices(asker: &Asker<'_>, record: &Record) -> Vec<NoticeView> {
    let notices = asker.site.bibliography.health().notices(record);
    let view = |notice: &crate::bibliography::health::Notice| NoticeView {
        kind: notice.kind.name(),
        title: asker.word(word(notice.kind)),
        date: notice.day.map(|day| asker.date(day)),
        link: notice
            .at
            .as_ref()
            .map(|at| LinkView { title: at.to_string(), url: at.href() }),
    };
    notices.iter().map(view).collect()
}

/// The theme's word for a kind of notice.
fn word(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Retracted => "source_retracted",
        NoticeKind::PartlyRetracted => "source_partly_retracted",
        NoticeKind::Concern => "source_concern",
        NoticeKind::Corrected => "source_corrected",
        NoticeKind::Replaced => "source_replaced",
    }
}
