//! A line of reviewed text as readers know it: its words, without what marks their place.

/// The words of a line; `None` if it has none that a reader would know again, as a source.
pub fn plain(line: &str) -> Option<String> {
    let line = line.trim_start();
    let words = if line.starts_with("+ glossary ") {
        return None;
    } else if let Some(fact) = line.strip_prefix("+ ") {
        let fact = fact.strip_prefix("taper ").unwrap_or(fact);
        fact.split_once(": ").map_or(fact, |(_, words)| words).to_owned()
    } else if line.starts_with('@') || line.starts_with("```") {
        return None;
    } else if line.starts_with(":::") {
        quoted(line)
    } else if let Some(code) = line.strip_prefix('`') {
        code.to_owned()
    } else {
        inline(without_mark(line))
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// The texts in quotes among the arguments of a component.
fn quoted(line: &str) -> String {
    let parts = line.split('"').skip(1).step_by(2);
    parts.collect::<Vec<_>>().join(". ")
}

/// A line without what says that it is a heading, an item and so on.
fn without_mark(line: &str) -> &str {
    let first = line.split(' ').next().unwrap_or_default();
    let is_footnote = first.starts_with("[^") && first.ends_with("]:");
    let is_number = first.starts_with('#') && first.ends_with('.');
    let is_heading = !first.is_empty() && first.bytes().all(|byte| byte == b'#');
    let is_mark = ["-", "=", ":", ">"].contains(&first);
    let rest = if is_footnote || is_number || is_heading || is_mark {
        line.get(first.len()..).unwrap_or_default().trim_start()
    } else {
        line
    };
    let alert = rest.strip_prefix('!').filter(|_| first == ">");
    alert.map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Words of a line: of links and pictures what is read, no marks of notes and sources.
fn inline(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    // Where the words of each bracket begin, and whether a source or note stands in it.
    let mut brackets: Vec<(usize, bool)> = Vec::new();
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        rest = after;
        match letter {
            '\\' => {
                words.extend(after.chars().next());
                rest = after
                    .get(after.chars().next().map_or(0, char::len_utf8)..)
                    .unwrap_or("");
            }
            '[' => {
                brackets.push((words.len(), after.starts_with(['@', '^'])));
                if words.ends_with('!') {
                    words.pop();
                }
            }
            ']' => {
                if let Some((start, true)) = brackets.pop() {
                    words.truncate(start);
                    words.truncate(words.trim_end().len());
                }
                rest = after_target(after);
            }
            '<' if after.starts_with(|c: char| c.is_alphabetic() || c == '/') => {
                rest = after.split_once('>').map_or("", |(_, rest)| rest);
            }
            ':' => {
                let name = after.find(|c: char| !(c.is_ascii_lowercase() || c == '-'));
                let is_component =
                    name.is_some_and(|end| end > 0 && after[end..].starts_with('['));
                match name.filter(|_| is_component) {
                    Some(end) => rest = &after[end..],
                    None => words.push(':'),
                }
            }
            '|' => words.push(' '),
            '`' => {}
            letter => words.push(letter),
        }
    }
    words
}

/// What follows the target of a link or the arguments of a component.
fn after_target(text: &str) -> &str {
    let close = match text.chars().next() {
        Some('(') => ')',
        Some('{') => '}',
        _ => return text,
    };
    text.split_once(close).map_or("", |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(plain(line).unwrap_or_default(), expected, "{line}");
    }

    #[test]
    fn readers_see_words() {
        check("  - Take [5 g](@/a.md) a day [@a, p. 3].", "Take 5 g a day.");
        check("## When to call", "When to call");
        check("#2. Rest", "Rest");
        check("> !3 Stop", "Stop");
        check("> Wow", "Wow");
        check("[^1]: A note.", "A note.");
        check("\\- no item \\| \\[b\\]", "- no item | [b]");
        check("| a | ![leaf](x.svg 00) |", "a leaf");
        check(
            "Call :phone[911]{number=\"911\"} now: H<sub>2</sub>O",
            "Call 911 now: H2O",
        );
        check("+ title: A title: here", "A title: here");
        check("+ taper starts: 5 g", "5 g");
        check("+ glossary Leaf: [\"leaves\"]", "");
        check(":::warning{title=\"Do not\"}", "Do not");
        check(":::summary", "");
        check("@key: Article | title", "");
        check("", "");
        check("[", "");
    }
}
