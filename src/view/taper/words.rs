//! The words around a plan, each of which a theme may replace.
//!
//! Whoever asks may look in a page's own texts before the theme's. An empty text counts as
//! none, so that no warning can be blanked out. Numbers never come from here: a text names its places in braces, such as `{start}`, and
//! the schedule fills them.

/// Stands before every table, in print headers and on the command line.
pub const SHORT_DISCLAIMER: &str = "Example only, to discuss with a health professional. \
                                    Not tested in any study. Leaf only.";

/// Every text with its key and its US English.
pub const ENGLISH: &[(&str, &str)] = &[
    ("taper_short_disclaimer", SHORT_DISCLAIMER),
    ("taper_unit", "g"),
    ("taper_amount_a_day", "{amount} a day"),
    ("taper_plan_title", "{amount} a day, {pace}"),
    ("taper_pace_title", "{id}"),
    ("taper_pace_title_gentle", "Gentle"),
    ("taper_pace_title_standard", "Standard"),
    ("taper_pace_title_faster", "Faster"),
    ("taper_pace_name", "{id} pace"),
    ("taper_pace_name_gentle", "gentle pace"),
    ("taper_pace_name_standard", "standard pace"),
    ("taper_pace_name_faster", "faster pace"),
    (
        "taper_pace_label",
        "Cut by up to {percent}% of your current amount, or by {least} if that is \
         more, {every}",
    ),
    ("taper_every_week", "every week"),
    ("taper_every_weeks", "every {count} weeks"),
    ("taper_every_days", "every {count} days"),
    ("taper_count_week", "1 week"),
    ("taper_count_weeks", "{count} weeks"),
    ("taper_count_day", "1 day"),
    ("taper_count_days", "{count} days"),
    ("taper_about", "about {time}"),
    (
        "taper_sentence",
        "From {start} to {floor} a day in {daily}, then {floor} every other day for {two}, \
         then {floor} every third day for {three}: {days} in all ({weeks}). If you hold, it \
         takes longer.",
    ),
    (
        "taper_sentence_level",
        "{floor} a day for {daily}, then {floor} every other day for {two}, then {floor} \
         every third day for {three}: {days} in all ({weeks}). If you hold, it takes longer.",
    ),
    ("taper_row_week", "Week {first}"),
    ("taper_row_weeks", "Weeks {first} to {last}"),
    ("taper_row_days", "Days {first} to {last}"),
    ("taper_row_from", "From day {first}"),
    ("taper_phase_baseline", "Steady start"),
    ("taper_phase_daily", "Every day, less at each step"),
    ("taper_phase_every_other_day", "Every other day"),
    ("taper_phase_every_third_day", "Every third day"),
    ("taper_phase_stop", "Stop"),
    ("taper_note_baseline", "Weigh what you take and take it at set times. No cuts yet."),
    (
        "taper_note_daily",
        "You can hold at any step. Never skip a step or make a bigger cut because you \
         held.",
    ),
    (
        "taper_note_every_other_day",
        "Take {floor} on days 1, 3, 5 and so on of this phase, and none on the days between. \
         This is the biggest change. Hold here as long as you need. If you feel worse on the \
         days without, you can keep taking {floor} every day, or make smaller daily cuts \
         below {floor}. Smaller cuts need a scale that reads {finer}.",
    ),
    (
        "taper_note_every_third_day",
        "Take {floor} on days 1, 4, 7 and so on of this phase, and none on the days between. \
         Hold here as long as you need. If you feel worse on the days without, you can keep \
         taking {floor} every day, or make smaller daily cuts below {floor}. Smaller cuts \
         need a scale that reads {finer}.",
    ),
    (
        "taper_note_stop",
        "The first day without. If you have had none for several days, do not go back to \
         your old amount: it may now be too strong. Ask for advice.",
    ),
    ("taper_warning_20_title", "Speak to a doctor before you start"),
    (
        "taper_warning_20_text",
        "This plan starts at {line} a day or more. That line is a caution, not a known \
         threshold.",
    ),
    ("taper_warning_40_title", "Do not do this alone. Ask about medicines that can help"),
    (
        "taper_warning_40_text",
        "This plan starts at {line} a day or more. Do not start it by yourself: take this \
         table to your appointment and talk about it there.",
    ),
    ("taper_chart_title", "Amount over time, if you never hold"),
    (
        "taper_chart_description",
        "A line that steps down from {start} a day to {floor} a day over {daily}. After that \
         it shows {floor}, the amount on a day with a dose, while the gaps between doses \
         grow. It ends at zero on day {stop}.",
    ),
];

/// Looks texts up: the theme's first, then [`ENGLISH`].
#[derive(Clone, Copy)]
pub struct Words<'a> {
    theme: &'a dyn Fn(&str) -> Option<&'a str>,
}

impl<'a> Words<'a> {
    /// Words of a theme; where it has none for a key, the English stands.
    pub fn new(theme: &'a dyn Fn(&str) -> Option<&'a str>) -> Self {
        Self { theme }
    }

    /// US English.
    pub fn english() -> Self {
        Self { theme: &|_| None }
    }

    /// The text of a key; empty for a key that nobody has.
    pub fn text(&self, key: &str) -> &'a str {
        let english = || ENGLISH.iter().find(|(known, _)| *known == key);
        (self.theme)(key)
            .filter(|text| !text.trim().is_empty())
            .or_else(|| english().map(|(_, text)| *text))
            .unwrap_or_default()
    }

    /// The text of a key with each `{name}` replaced, in one pass: values are never read for
    /// further places, and a place that no value has stays as it is.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut rest = self.text(key);
        let mut filled = String::with_capacity(rest.len() + 32);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let place = after.split_once('}').and_then(|(name, tail)| {
                let value = values.iter().find(|(known, _)| *known == name)?;
                Some((value.1, tail))
            });
            if let Some((value, tail)) = place {
                filled.push_str(value);
                rest = tail;
            } else {
                filled.push('{');
                rest = after;
            }
        }
        filled.push_str(rest);
        filled
    }

    /// The text of `key_id`, or where nobody has it, of `key` with the id filled in.
    pub(super) fn by_id(&self, key: &str, id: &str, values: &[(&str, &str)]) -> String {
        let own = format!("{key}_{}", id.replace('-', "_"));
        let key = if self.text(&own).is_empty() { key } else { &own };
        self.fill(key, &[&[("id", id)], values].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_replaces_words_but_no_numbers() {
        let theme = |key: &str| (key == "taper_count_weeks").then_some("{count} Wochen");
        let words = Words::new(&theme);
        assert_eq!(words.fill("taper_count_weeks", &[("count", "3")]), "3 Wochen");
        assert_eq!(words.fill("taper_count_days", &[("count", "3")]), "3 days");
    }

    #[test]
    fn a_warning_cannot_be_blanked_out() {
        let words = Words::new(&|_| Some(" "));
        assert_eq!(words.text("taper_short_disclaimer"), SHORT_DISCLAIMER);
    }

    #[test]
    fn unknown_places_and_braces_in_values_stay() {
        let theme = |key: &str| (key == "odd").then_some("{a} { {b} {");
        let words = Words::new(&theme);
        assert_eq!(words.fill("odd", &[("a", "{b}")]), "{b} { {b} {");
    }

    #[test]
    fn paces_without_words_are_called_by_their_id() {
        let words = Words::english();
        assert_eq!(words.by_id("taper_pace_name", "gentle", &[]), "gentle pace");
        assert_eq!(words.by_id("taper_pace_name", "very-slow", &[]), "very-slow pace");
    }

    #[test]
    fn keys_are_unique() {
        let mut keys: Vec<_> = ENGLISH.iter().map(|(key, _)| key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), ENGLISH.len());
    }
}
