//! The rule table: a line for each rule. A rule is one file, whose opening comment is its manual
//! page, and a folder of fixtures in `tests/audit/`.

mod button_name;
mod image_name;
mod page_title;

use super::rule::Rule;

/// Every rule, in the order of the names.
pub const RULES: &[&Rule] = &[&button_name::RULE, &image_name::RULE, &page_title::RULE];

/// The rule of this name, with or without `a11y/`.
pub fn rule(code: &str) -> Option<&'static Rule> {
    let fits = |rule: &&&Rule| {
        rule.code == code
            || rule.code.rsplit_once('/').is_some_and(|(_, name)| name == code)
    };
    RULES.iter().find(fits).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_code_of_its_own_and_a_manual() {
        assert!(RULES.is_sorted_by_key(|rule| rule.code), "in the order of the names");
        for rule in RULES {
            let manual = rule.manual();
            let (_, name) = rule.code.split_once('/').unwrap();
            assert!(rule.summary().ends_with('.'), "{}", rule.code);
            for part in ["# Why", "# Instead", "# Source"] {
                assert!(manual.contains(part), "{}: {part}", rule.code);
            }
            assert_eq!(super::rule(name).unwrap().code, rule.code);
        }
    }
}
