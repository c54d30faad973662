//! The table `[search]` of `site.toml`: where a search of this site by another one begins.

use super::{Node, Reader, Value};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// A search of this site that another site offers; readers are told whose it is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Search {
    /// Its address.
    pub url: String,
    /// The name of the site that it leads to.
    pub name: String,
}

/// Reads the table, if there is one; without it there is no such link.
pub(super) fn read(reader: &mut Reader<'_>, path: &SourcePath) -> Option<Search> {
    let table = reader.table("search")?;
    let mut found = Vec::new();
    let mut inner = Reader::new(path, table, &mut found);
    let url = inner.spanned_string("url");
    let name = inner.string("name");
    let is_safe = url.as_ref().is_some_and(|(url, _)| url.starts_with("https://"));
    if !is_safe || name.is_none() {
        let span = url.as_ref().map_or(0..0, |(_, span)| span.clone());
        let message = "`[search]` needs an address with https and the name of its site";
        let problem = Diagnostic::error("config/search", message).help(
            "write url = \"https://search.example/?sites=example.org\" and name = \"Search Example\"",
        );
        inner.report(problem, &Node { span, value: Value::Null });
    }
    inner.finish();
    reader.extend(found);
    let (url, _) = url.filter(|_| is_safe)?;
    Some(Search { url, name: name? })
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(text: &str, expected: Result<Option<&str>, &str>) {
        let read = crate::config::parse(text);
        let said: Vec<_> = read.diagnostics.iter().map(|d| d.message.as_str()).collect();
        match expected {
            Ok(url) => {
                assert_eq!(said, Vec::<&str>::new());
                assert_eq!(read.value.search.as_ref().map(|one| one.url.as_str()), url);
            }
            Err(message) => assert_eq!(said, [message]),
        }
    }

    #[test]
    fn a_search_is_off_unless_it_says_where_it_leads() {
        let wrong = "`[search]` needs an address with https and the name of its site";
        check("", Ok(None));
        check(
            "[search]\nurl = \"https://a.org/\"\nname = \"A\"\n",
            Ok(Some("https://a.org/")),
        );
        check("[search]\nurl = \"https://a.org/\"\n", Err(wrong));
        check("[search]\nurl = \"javascript:a\"\nname = \"A\"\n", Err(wrong));
    }
}
