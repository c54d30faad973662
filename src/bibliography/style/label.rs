//! How a work is named in running text by author and year: `Smith & Jones, 2024a`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::person::Author;
use super::super::record::Record;

/// The names in running text of the works on one list; no two are the same.
///
/// # Source
/// APA Publication Manual, 7th edition, 8.17 to 8.20.
#[derive(Debug, Default)]
pub(in super::super) struct Labels {
    /// Key of a record to its name.
    names: BTreeMap<String, String>,
    /// Key of a record to the letter after its year; few have one.
    letters: BTreeMap<String, String>,
    /// Key of a record to its place in a list by authors.
    places: BTreeMap<String, usize>,
}

impl Labels {
    /// Names every record of a list.
    pub(in super::super) fn of<'a>(records: impl Iterator<Item = &'a Record>) -> Self {
        let mut order: Vec<&Record> = records.collect();
        order.sort_by_cached_key(|record| rank(record));
        let initialed = shared_families(&order);
        let shown = shown_names(&order);
        let mut labels = Self::default();
        let mut seen: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (place, record) in order.iter().enumerate() {
            labels.places.insert(record.key.clone(), place);
            let shown = shown.get(record.key.as_str()).copied().unwrap_or(1);
            let names = names(record, shown, &initialed);
            let same = seen.entry(format!("{names}, {}", year(record))).or_default();
            same.push(&record.key);
            labels.names.insert(record.key.clone(), names);
        }
        for same in seen.values().filter(|same| same.len() > 1) {
            for (index, key) in same.iter().enumerate() {
                labels.letters.insert((*key).to_owned(), letter(index));
            }
        }
        for record in order {
            let letter = labels.letters.get(&record.key).map_or("", String::as_str);
            let hyphen =
                if record.date.is_none() && !letter.is_empty() { "-" } else { "" };
            if let Some(name) = labels.names.get_mut(&record.key) {
                *name = format!("{name}, {}{hyphen}{letter}", year(record));
            }
        }
        labels
    }

    /// The letter after the year of a record; mostly none.
    pub(in super::super) fn letter(&self, key: &str) -> &str {
        self.letters.get(key).map_or("", String::as_str)
    }

    /// The place of a record in a list by authors.
    pub(in super::super) fn place(&self, key: &str) -> usize {
        self.places.get(key).copied().unwrap_or(usize::MAX)
    }

    /// The name of a record in running text.
    pub(in super::super) fn name(&self, key: &str) -> &str {
        self.names.get(key).map_or("", String::as_str)
    }
}

/// What a list by authors is sorted by: names, then year, then title.
type Rank = (Vec<(String, String)>, Option<i16>, String, String);

fn rank(record: &Record) -> Rank {
    let title = (folded(&record.title), String::new());
    let names = people(record).iter().map(|author| match author {
        Author::Person(person) => (folded(&person.family), person.initials()),
        Author::Organization(name) => (folded(name), String::new()),
    });
    let names: Vec<_> = names.collect();
    let names = if names.is_empty() { vec![title] } else { names };
    let year = record.date.map(|date| date.year);
    (names, year, folded(&record.title), record.key.clone())
}

/// Letters and digits alone, without accents and case; an article at the start of a title
/// does not count.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let lower = text.to_lowercase();
    let bare = ["the ", "an ", "a "].iter().find_map(|word| lower.strip_prefix(word));
    let kept = |c: &char| c.is_alphanumeric() || *c == ' ';
    bare.unwrap_or(&lower).nfd().filter(kept).collect()
}

fn in_book(record: &Record) -> bool {
    record.kind == super::Kind::Chapter
}

fn people(record: &Record) -> &[Author] {
    match record.authors.as_slice() {
        [] if !in_book(record) => &record.editors,
        authors => authors,
    }
}

fn year(record: &Record) -> String {
    record.date.map_or_else(|| "n.d.".to_owned(), |date| date.year.to_string())
}

/// Family names that more than one first author bears: they are given with initials.
fn shared_families(records: &[&Record]) -> BTreeSet<String> {
    let mut bearers: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for record in records {
        if let Some(Author::Person(person)) = people(record).first() {
            bearers.entry(&person.family).or_default().insert(person.initials());
        }
    }
    // `J.` and `J. M.` may well be one person.
    let differ = |initials: &BTreeSet<String>| {
        let first: BTreeSet<_> = initials.iter().map(|i| i.chars().next()).collect();
        first.len() > 1
    };
    let shared = bearers.into_iter().filter(|(_, initials)| differ(initials));
    shared.map(|(family, _)| family.to_owned()).collect()
}

/// A key and the family names of the authors.
type Named<'a> = (&'a str, Vec<&'a str>);

/// How many names tell a work from others of its year whose first names are the same.
fn shown_names<'a>(records: &[&'a Record]) -> BTreeMap<&'a str, usize> {
    let mut alike: BTreeMap<(&str, String), Vec<Named<'_>>> = BTreeMap::new();
    for record in records {
        let families: Vec<&str> = people(record).iter().map(Author::family).collect();
        if families.len() > 2 {
            let group = alike.entry((families[0], year(record))).or_default();
            group.push((&record.key, families));
        }
    }
    let mut shown = BTreeMap::new();
    for group in alike.values() {
        for (key, own) in group {
            let same = |other: &Vec<&str>| {
                own.iter().zip(other).take_while(|(a, b)| a == b).count()
            };
            let others = group.iter().filter(|(_, other)| other != own);
            let most = others.map(|(_, other)| same(other) + 1).max().unwrap_or(1);
            shown.insert(*key, most.min(own.len()));
        }
    }
    shown
}

/// The names: `Smith`, `Smith & Jones`, `Smith et al.`, or a few words of the title.
fn names(record: &Record, shown: usize, initialed: &BTreeSet<String>) -> String {
    let people = people(record);
    let mut names: Vec<String> =
        people.iter().map(|author| author.family().to_owned()).collect();
    if let (Some(Author::Person(person)), Some(name)) =
        (people.first(), names.first_mut())
        && initialed.contains(&person.family)
    {
        *name = format!("{} {name}", person.initials_apart());
    }
    let more = record.authors_incomplete && !record.authors.is_empty();
    match names.as_slice() {
        [] => titled(&record.title),
        [one] if !more => one.clone(),
        [one, two] if !more => format!("{one} & {two}"),
        // `et al.` stands for two names at least.
        all if !more && shown + 1 >= all.len() && shown > 1 => {
            let (before, last) = all.split_at(all.len() - 1);
            format!("{}, & {}", before.join(", "), last.concat())
        }
        all if shown > 1 => format!("{}, et al.", all[..shown.min(all.len())].join(", ")),
        all => format!("{} et al.", all[0]),
    }
}

/// A work without authors, by the first words of its title.
fn titled(title: &str) -> String {
    let words: Vec<_> = title.split_whitespace().collect();
    let first = words.iter().take(4).copied().collect::<Vec<_>>().join(" ");
    let first = first.trim_end_matches([',', '.', ':', ';', '–', '-']).trim_end();
    format!("“{first}”")
}

/// `a` to `z`, then `aa` and so on.
fn letter(index: usize) -> String {
    let last = char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letter(more - 1)),
    }
}
