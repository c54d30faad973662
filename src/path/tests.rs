//! Tests of the paths.

use super::*;

#[track_caller]
fn check_relative(from: &str, to: &str, expected: &str) {
    let (from, to) = (UrlPath::parse(from).unwrap(), UrlPath::parse(to).unwrap());
    assert_eq!(from.relative(&to), expected);
}

#[test]
fn links_are_relative_to_the_page() {
    check_relative("/", "/", "./");
    check_relative("/", "/a/", "a/");
    check_relative("/a/b/", "/a/c/", "../c/");
    check_relative("/a/b/", "/a/", "../");
    check_relative("/a/b/", "/a/b/leaf.svg", "leaf.svg");
    check_relative("/ab/", "/ac/", "../ac/");
    check_relative("/a/", "/", "../");
    check_relative("/feed.xml", "/a/", "a/");
    check_relative("/é/", "/è/", "../%C3%A8/");
}

#[test]
fn segments_that_some_host_refuses_are_refused() {
    for bad in [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "nul",
        "COM1.txt",
        "end.",
        "end ",
        "ending.",
        "com1.longer",
        "nul.long-name",
        "a\u{0}b",
        "%2e%2e",
        "a%2fb",
        "%252e%252E",
        "%00",
    ] {
        assert!(check_segment(bad).is_err(), "{bad:?}");
    }
    assert!(check_segment(&"x".repeat(256)).is_err());
    for good in
        ["index.md", ".well-known", "2.5-g", "100%", "50%-off", "été", "comet", "conx"]
    {
        assert!(check_segment(good).is_ok(), "{good:?}");
    }
}

#[test]
fn urls_reject_climbing_and_map_to_files() {
    assert!(UrlPath::parse("/a/../b/").is_err());
    assert!(UrlPath::parse("//a/").is_err());
    let page = UrlPath::parse("taper/20-g/").unwrap();
    assert_eq!(OutputPath::from(&page).as_str(), "taper/20-g/index.html");
    assert_eq!(
        OutputPath::from(&page.file("a.csv").unwrap()).as_str(),
        "taper/20-g/a.csv"
    );
}

#[test]
fn slugs_are_stable_and_one_for_both_unicode_forms() {
    assert_eq!(slugify("Signs of Withdrawal!"), "signs-of-withdrawal");
    assert_eq!(slugify("caf\u{e9}"), slugify("cafe\u{301}"));
    assert_eq!(slugify("nul"), "nul-page");
    assert_eq!(slugify("???"), "");
}

proptest::proptest! {
    #[test]
    fn a_slug_is_its_own_slug_and_a_safe_segment(words in ".{0,300}") {
        let slug = slugify(&words);
        assert_eq!(slugify(&slug), slug);
        assert!(slug.is_empty() || check_segment(&slug).is_ok());
        let (nfc, nfd): (String, String) = (words.nfc().collect(), words.nfd().collect());
        assert_eq!(slugify(&nfc), slugify(&nfd));
    }
}
