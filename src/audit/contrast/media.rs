//! Media queries, and the few situations in which a page is looked at.

use super::scan;
use super::selector::Fit;

/// How somebody looks at a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scenario {
    /// Whether the system asks for the dark scheme.
    pub(super) is_dark: bool,
    /// Width of the window in pixels.
    pub(super) width: f32,
}

/// A telephone and a desk.
pub(super) const WIDTHS: [f32; 2] = [360.0, 1280.0];

/// Alternatives of which one must hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Query(Vec<Alternative>);

#[derive(Clone, Debug, PartialEq)]
struct Alternative {
    is_negated: bool,
    tests: Vec<Test>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Test {
    Always,
    Never,
    /// Nobody can tell.
    Open,
    Dark(bool),
    /// At least this width.
    From(f32),
    /// At most this width.
    Upto(f32),
}

impl Query {
    /// Reads a query; an empty one always holds.
    pub(super) fn read(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let mut all: Vec<_> = scan::parts(&text, b",").map(alternative).collect();
        if all.is_empty() {
            all.push(Alternative { is_negated: false, tests: Vec::new() });
        }
        Self(all)
    }

    /// A query that nobody can answer.
    pub(super) fn open() -> Self {
        Self(vec![Alternative { is_negated: false, tests: vec![Test::Open] }])
    }

    /// Whether it holds.
    pub(super) fn fit(&self, scenario: Scenario) -> Fit {
        let all = self.0.iter().map(|one| {
            let fit = one.tests.iter().map(|test| test.fit(scenario)).min();
            match fit.unwrap_or(Fit::Yes) {
                Fit::Yes if one.is_negated => Fit::No,
                Fit::No if one.is_negated => Fit::Yes,
                fit => fit,
            }
        });
        all.max().unwrap_or(Fit::Yes)
    }

    fn tests(&self) -> impl Iterator<Item = &Test> {
        self.0.iter().flat_map(|one| &one.tests)
    }

    /// Whether the scheme decides.
    pub(super) fn asks_scheme(&self) -> bool {
        self.tests().any(|test| matches!(test, Test::Dark(_)))
    }

    /// Whether the width decides.
    pub(super) fn asks_width(&self) -> bool {
        self.tests().any(|test| matches!(test, Test::From(_) | Test::Upto(_)))
    }
}

fn alternative(text: &str) -> Alternative {
    let (is_negated, text) = match text.strip_prefix("not ") {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix("only ").unwrap_or(text)),
    };
    let is_mixed = text.contains(" or ") || text.contains("((") || text.contains("(not");
    if is_mixed {
        return Alternative { is_negated, tests: vec![Test::Open] };
    }
    // `and(` and `and (` are both written.
    let tests = text.replace(")and", ") and").replace("and(", "and (");
    let tests = tests.split(" and ").map(test).collect();
    Alternative { is_negated, tests }
}

/// What is asked of a screen of somebody who asked for nothing but a scheme.
fn test(text: &str) -> Test {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match &*plain {
        "" | "all" | "screen" => return Test::Always,
        "print" | "speech" | "tty" | "tv" | "projection" => return Test::Never,
        _ => {}
    }
    let Some(inner) = plain.strip_prefix('(').and_then(|one| one.strip_suffix(')'))
    else {
        return Test::Open;
    };
    let Some((name, value)) = inner.split_once(':') else { return range(inner) };
    match (name, value) {
        ("prefers-color-scheme", "dark") => Test::Dark(true),
        ("prefers-color-scheme", "light") => Test::Dark(false),
        ("min-width" | "min-device-width", _) => {
            pixels(value).map_or(Test::Open, Test::From)
        }
        ("max-width" | "max-device-width", _) => {
            pixels(value).map_or(Test::Open, Test::Upto)
        }
        ("forced-colors" | "inverted-colors", "none")
        | (
            "prefers-contrast"
            | "prefers-reduced-motion"
            | "prefers-reduced-transparency",
            "no-preference",
        ) => Test::Always,
        ("forced-colors", "active")
        | ("inverted-colors", "inverted")
        | ("prefers-contrast", "more" | "less" | "custom")
        | ("prefers-reduced-motion" | "prefers-reduced-transparency", "reduce") => {
            Test::Never
        }
        _ => Test::Open,
    }
}

/// `width >= 40em` and its like.
fn range(text: &str) -> Test {
    let Some(rest) = text.strip_prefix("width") else { return Test::Open };
    let (is_least, value) = match rest.split_at_checked(1) {
        Some((">", value)) => (true, value),
        Some(("<", value)) => (false, value),
        _ => return Test::Open,
    };
    match (pixels(value.trim_start_matches('=')), is_least) {
        (Some(width), true) => Test::From(width),
        (Some(width), false) => Test::Upto(width),
        (None, _) => Test::Open,
    }
}

fn pixels(value: &str) -> Option<f32> {
    let units = [("px", 1.0), ("rem", 16.0), ("em", 16.0), ("0", 0.0)];
    units.iter().find_map(|(unit, size)| {
        let number = value.strip_suffix(unit)?;
        let number = if number.is_empty() { "0" } else { number };
        Some(number.parse::<f32>().ok()? * size)
    })
}

impl Test {
    fn fit(self, scenario: Scenario) -> Fit {
        let holds = match self {
            Self::Always => true,
            Self::Never => false,
            Self::Open => return Fit::Maybe,
            Self::Dark(is_dark) => scenario.is_dark == is_dark,
            Self::From(width) => scenario.width >= width,
            Self::Upto(width) => scenario.width <= width,
        };
        if holds { Fit::Yes } else { Fit::No }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Light on a telephone, light on a desk, dark on a desk.
    #[track_caller]
    fn check(query: &str, expected: [Fit; 3]) {
        let query = Query::read(query);
        let [narrow, wide] = WIDTHS;
        let at = |is_dark, width| query.fit(Scenario { is_dark, width });
        assert_eq!([at(false, narrow), at(false, wide), at(true, wide)], expected);
    }

    #[test]
    fn queries_hold_where_they_do() {
        use Fit::{Maybe, No, Yes};
        check("", [Yes, Yes, Yes]);
        check("only screen", [Yes, Yes, Yes]);
        check("print", [No, No, No]);
        check("not print", [Yes, Yes, Yes]);
        check("print, (prefers-color-scheme: dark)", [No, No, Yes]);
        check("screen and (min-width: 40em)", [No, Yes, Yes]);
        check("(max-width: 30rem)and (prefers-color-scheme:light)", [Yes, No, No]);
        check("(width >= 600px)", [No, Yes, Yes]);
        check("(prefers-contrast: more)", [No, No, No]);
        check("(orientation: landscape)", [Maybe, Maybe, Maybe]);
        check("(min-width: calc(1px))", [Maybe, Maybe, Maybe]);
        check("((", [Maybe, Maybe, Maybe]);
        check("(", [Maybe, Maybe, Maybe]);
    }
}
