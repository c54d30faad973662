//! What of a front matter says where the page stands among others.

use std::hash::Hash;

use super::{FrontMatter, Word};

impl FrontMatter {
    /// All that addresses, lists and files to make follow from, but for two things: lists are
    /// sorted by titles, and a taper is read from the text.
    ///
    /// Where words stand in the file is left out, so that others may come before them.
    pub(crate) fn placing(&self) -> impl Hash + use<'_> {
        // Whoever adds a field has to say here whether it belongs.
        let Self {
            title: _,
            description: _,
            slug,
            path,
            aliases,
            weight,
            draft,
            date,
            updated: _,
            expires,
            review_claim: _,
            template,
            taxonomies,
            toc: _,
            menu: _,
            translation_key,
            sort_by,
            paginate_by,
            page_template,
            taper: _,
            glossary: _,
            extra: _,
        } = self;
        let terms = taxonomies.iter().map(|(name, terms)| (text(name), words(terms)));
        let terms: Vec<_> = terms.collect();
        let address =
            [slug, path, template, page_template].map(|one| one.as_ref().map(text));
        let order = (weight, sort_by, paginate_by, translation_key);
        (address, words(aliases), order, (draft, date, expires), terms)
    }
}

fn words(all: &[Word]) -> Vec<&str> {
    all.iter().map(text).collect()
}

fn text(word: &Word) -> &str {
    &word.0
}
