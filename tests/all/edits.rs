//! One bad edit in each kind of file: one clear error, and the published site stays as it was.

use serde_json::Value;

use crate::cli::{TODAY, check, tree};
use crate::sites::Site;

/// A site that was published, to be spoiled in many ways.
struct Published(Site);

impl Published {
    fn new() -> Self {
        let site = Site::copy("everything");
        check(&site, &["build", TODAY[0], TODAY[1]], 0);
        Self(site)
    }

    /// Spoils a copy: exactly one error, with a place and a next step, and the published site
    /// as it was. What people read is a snapshot.
    #[track_caller]
    fn check_edit(&self, name: &str, file: &str, (old, new): (&str, &str)) {
        let site = Site::copy_folder(self.0.root(), "everything");
        let before = tree(&site.root().join("public"));
        site.edit(file, old, new);
        let said = check(&site, &["build", "--format", "json", TODAY[0], TODAY[1]], 1);
        let json: Value = serde_json::from_str(&said.out).unwrap();
        let found = json["diagnostics"].as_array().unwrap();
        assert_eq!(found.len(), 1, "{name}: {found:#?}");
        let found = &found[0];
        assert_eq!(found["severity"], "error", "{name}");
        assert_eq!(found["file"], file, "{name}: {found:#}");
        let line = found["line"].as_u64().unwrap();
        assert!(line >= 1 && found["column"].as_u64().unwrap() >= 1, "{name}");
        assert!(found["help"].as_str().is_some_and(|help| !help.is_empty()), "{name}");
        let said = check(&site, &["build", TODAY[0], TODAY[1]], 1);
        insta::assert_snapshot!(name, said.err);
        assert_eq!(tree(&site.root().join("public")), before, "{name}");
    }
}

#[test]
fn a_bad_edit_in_the_settings() {
    let site = Published::new();
    let file = "site.toml";
    site.check_edit("config-unknown-key", file, ("paginate_by = 2", "paginate_bye = 2"));
    site.check_edit(
        "config-wrong-type",
        file,
        ("paginate_by = 2", "paginate_by = \"2\""),
    );
    site.check_edit(
        "config-syntax",
        file,
        ("title = \"Everything\"", "title = Everything"),
    );
    site.check_edit(
        "config-curly-quotes",
        file,
        ("\"The Testers\"", "\u{201c}The Testers\u{201d}"),
    );
    site.check_edit("config-menu", file, ("@/about.md", "@/abuot.md"));
    site.check_edit(
        "config-base-url",
        file,
        ("https://everything.example/", "everything.example"),
    );
}

#[test]
fn a_bad_edit_in_the_front_matter() {
    let site = Published::new();
    let file = "content/guides/sleep.md";
    site.check_edit("matter-curly-quotes", file, ("\"Sleep\"", "\u{201c}Sleep\u{201d}"));
    site.check_edit("matter-unclosed", file, ("minutes = 3\n+++", "minutes = 3"));
    site.check_edit("matter-missing", file, ("+++\ntitle", "title"));
    site.check_edit("matter-wrong-type", file, ("weight = 1", "weight = \"first\""));
    site.check_edit("matter-unknown-key", file, ("description", "descripton"));
    site.check_edit("matter-impossible-date", file, ("2026-02-03", "2026-02-30"));
    site.check_edit(
        "matter-quoted-date",
        file,
        ("date = 2026-01-05", "date = \"January 5\""),
    );
    site.check_edit("matter-taxonomy", file, ("topics =", "topcis ="));
    site.check_edit(
        "matter-template",
        "content/contact.md",
        ("places.html", "place.html"),
    );
    site.check_edit(
        "matter-yaml",
        "content/yaml.md",
        ("title: YAML", "title: YAML: the"),
    );
}

#[test]
fn a_bad_edit_in_the_text() {
    let site = Published::new();
    let file = "content/guides/walking.md";
    let words = "Walk a little.";
    site.check_edit("text-broken-link", file, (words, "Walk a [little](slep.md)."));
    site.check_edit("text-missing-anchor", file, ("#evenings", "#evening"));
    site.check_edit("text-script", file, (words, "Walk. <script>alert(1)</script>"));
    site.check_edit("text-javascript-link", file, (words, "[Walk](javascript:alert)"));
    site.check_edit(
        "text-image-elsewhere",
        file,
        (words, "![Map](https://example.org/m.png)"),
    );
    site.check_edit("text-held-back", file, (words, "[Soon](draft.md)"));
    site.check_edit("text-citation", file, ("@moor2021", "@more2021"));
    site.check_edit("text-footnote", file, (words, "Walk a little.[^1]"));
}

#[test]
fn a_bad_edit_of_an_address() {
    let site = Published::new();
    let file = "content/yaml.md";
    site.check_edit("address-taken", file, ("slug: yaml-page", "slug: about"));
    site.check_edit("address-letter-case", file, ("slug: yaml-page", "slug: About"));
    site.check_edit("address-climbs", file, ("slug: yaml-page", "slug: ../up"));
    let file = "content/guides/sleep.md";
    site.check_edit("address-alias-taken", file, ("\"/old/sleep/\"", "\"/about/\""));
    site.check_edit("address-file-taken", file, ("\"/old/sleep/\"", "\"/CNAME/\""));
}

#[test]
fn a_bad_edit_in_a_component() {
    let site = Published::new();
    let file = "content/cards.md";
    site.check_edit(
        "component-file",
        file,
        ("src=\"drawing.svg\"", "src=\"drawings.svg\""),
    );
    site.check_edit("component-missing", file, (" alt=\"A gray rectangle\"", ""));
    site.check_edit(
        "component-braces",
        file,
        ("alt=\"A gray rectangle\"}", "alt=\"A gray rectangle\""),
    );
    site.check_edit(
        "component-place",
        file,
        ("A caption with", "A :summary[caption] with"),
    );
    site.check_edit(
        "component-extra-end",
        file,
        ("You are unsure.", "You are unsure.\n:::"),
    );
    site.check_edit("component-unknown", file, (":::summary", ":::sumary"));
    site.check_edit("component-argument", file, ("{summary=", "{sumary="));
    site.check_edit("component-type", file, ("title=\"See someone today:\"", "title=3"));
    site.check_edit(
        "component-quotes",
        file,
        ("\"See someone today:\"", "\u{201c}See someone\u{201d}"),
    );
    site.check_edit(
        "component-unclosed",
        file,
        ("You are unsure.\n:::", "You are unsure."),
    );
    site.check_edit("component-inline", file, (":abbr[CDC]", ":abr[CDC]"));
    site.check_edit(
        "content-own-address",
        "content/text.md",
        ("https://example.org/a?b=1&c=2", "https://everything.example/nowhere/"),
    );
}

#[test]
fn a_bad_edit_in_a_template() {
    let site = Published::new();
    let file = "themes/house/templates/places.html";
    site.check_edit("template-variable", file, ("{{ page.title }}", "{{ paeg.title }}"));
    site.check_edit("template-field", file, ("page.title", "page.titel"));
    site.check_edit("template-syntax", file, ("{%- endfor %}", "{%- endfro %}"));
    site.check_edit("template-unclosed", file, ("{%- endfor %}\n", ""));
    site.check_edit(
        "template-component",
        file,
        ("{{ page.content }}", "{{<warning titel=\"x\" />}}"),
    );
    site.check_edit(
        "template-include",
        file,
        ("{{ page.content }}", "{% include \"parts/no.html\" %}"),
    );
    site.check_edit(
        "template-dead-link",
        file,
        ("{{ page.content }}", "{{ page.content }}<a href=\"../no.pdf#a\">a</a>"),
    );
    site.check_edit("template-parent", file, ("default/page.html", "default/pag.html"));
    site.check_edit("template-filter", file, ("page.title }}", "page.title | uper }}"));
}

#[test]
fn a_bad_edit_in_the_data() {
    let site = Published::new();
    site.check_edit(
        "data-toml",
        "content/_data/clinics.toml",
        ("\"Mill Street\"", "\"Mill Street"),
    );
    site.check_edit("data-yaml", "content/_data/hours.yaml", ("\"9 to 5\"", "\"9 to 5"));
    site.check_edit(
        "data-json",
        "content/_data/places.json",
        ("\"Riverton\"}", "\"Riverton\",}"),
    );
    let file = "content/references.yaml";
    site.check_edit("references-syntax", file, ("\"Sleep after", "Sleep: after"));
    site.check_edit("references-key", file, ("date: 2021", "dat: 2021"));
    site.check_edit("references-type", file, ("date: 2021", "date: someday"));
}
