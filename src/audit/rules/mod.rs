//! The rule table: a line for each rule. A rule is one file, whose opening comment is its manual
//! page, and a folder of fixtures in `tests/audit/`.

mod accesskey;
mod aria_attribute;
mod aria_context;
mod aria_owned;
mod aria_permitted;
mod aria_required;
mod aria_value;
mod autocomplete;
mod autoplay;
mod button_name;
mod contrast;
mod decoration_exposed;
mod definition_list;
mod drawing_name;
mod duplicate_id;
mod field_edge;
mod field_name;
mod frame_name;
mod frame_order;
mod header_cells;
mod headers_attribute;
mod heading_name;
mod heading_order;
mod hidden_focus;
mod image_button_name;
mod image_name;
mod label_in_name;
mod landmark_name;
mod letter_spacing;
mod line_height;
mod link_name;
mod link_same_text;
mod link_text;
mod list;
mod main_landmark;
mod media_alternative;
mod menuitem_name;
mod nested_controls;
mod object_name;
mod orientation;
mod outside_landmarks;
mod page_heading;
mod page_language;
mod page_language_agrees;
mod page_language_known;
mod page_title;
mod part_language;
mod presentational_children;
mod published_form;
mod published_handler;
mod published_off_origin;
mod published_script;
mod published_script_address;
mod published_style;
mod published_tracking;
mod refresh;
mod refresh_late;
mod role;
mod scope;
mod scroll_focus;
mod skip_link;
mod summary_name;
mod tab_order;
mod table_name;
pub(super) mod title_unique;
pub(super) mod unread;
mod viewport;
mod word_spacing;

use super::rule::Rule;

/// Every rule, in the order of the names.
pub const RULES: &[&Rule] = &[
    &accesskey::RULE,
    &aria_attribute::RULE,
    &aria_context::RULE,
    &aria_owned::RULE,
    &aria_permitted::RULE,
    &aria_required::RULE,
    &aria_value::RULE,
    &autocomplete::RULE,
    &autoplay::RULE,
    &button_name::RULE,
    &contrast::RULE,
    &decoration_exposed::RULE,
    &definition_list::RULE,
    &drawing_name::RULE,
    &duplicate_id::RULE,
    &field_edge::RULE,
    &field_name::RULE,
    &frame_name::RULE,
    &frame_order::RULE,
    &header_cells::RULE,
    &headers_attribute::RULE,
    &heading_name::RULE,
    &heading_order::RULE,
    &hidden_focus::RULE,
    &image_button_name::RULE,
    &image_name::RULE,
    &label_in_name::RULE,
    &landmark_name::RULE,
    &letter_spacing::RULE,
    &line_height::RULE,
    &link_name::RULE,
    &link_same_text::RULE,
    &link_text::RULE,
    &list::RULE,
    &main_landmark::RULE,
    &media_alternative::RULE,
    &menuitem_name::RULE,
    &nested_controls::RULE,
    &object_name::RULE,
    &orientation::RULE,
    &outside_landmarks::RULE,
    &page_heading::RULE,
    &page_language::RULE,
    &page_language_agrees::RULE,
    &page_language_known::RULE,
    &page_title::RULE,
    &part_language::RULE,
    &presentational_children::RULE,
    &refresh::RULE,
    &refresh_late::RULE,
    &role::RULE,
    &scope::RULE,
    &scroll_focus::RULE,
    &skip_link::RULE,
    &summary_name::RULE,
    &tab_order::RULE,
    &table_name::RULE,
    &title_unique::RULE,
    &unread::RULE,
    &viewport::RULE,
    &word_spacing::RULE,
    &published_form::RULE,
    &published_handler::RULE,
    &published_off_origin::RULE,
    &published_script::RULE,
    &published_script_address::RULE,
    &published_style::RULE,
    &published_tracking::RULE,
];

/// The rule of this name, with or without what stands before the `/`; of a page or a folder.
pub fn rule(code: &str) -> Option<&'static Rule> {
    let fits = |rule: &&Rule| {
        rule.code == code
            || rule.code.rsplit_once('/').is_some_and(|(_, name)| name == code)
    };
    let all = RULES.iter().chain(super::folder::RULES).copied();
    let all = all.chain([&super::gate::budget::RULE]);
    all.clone().find(|rule| rule.code == code).or_else(|| all.clone().find(fits))
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
