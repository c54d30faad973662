//! What of a front matter says where the page stands among others.

use std::hash::Hash;

use super::{FrontMatter, Word};

impl FrontMatter {
    /// All that addresses and files to make follow from, and in which lists the page stands; but
    /// a taper is read from the text. Lists are sorted whenever they are put together.
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
            weight: _,
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
            sort_by: _,
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
        let own = (words(aliases), paginate_by, translation_key);
        (address, own, (draft, date, expires), terms)
    }
}

fn words(all: &[Word]) -> Vec<&str> {
    all.iter().map(text).collect()
}

fn text(word: &Word) -> &str {
    &word.0
}
