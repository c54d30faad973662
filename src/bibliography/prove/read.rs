//! How printed characters are read: initials, pages, letters without case.

/// Capital letters in one word: `KE`.
pub(super) fn read_together(rest: &[char]) -> (Vec<char>, usize) {
    let start = rest.iter().take_while(|c| **c == ' ').count();
    let word: Vec<char> =
        rest[start..].iter().copied().take_while(|c| c.is_alphabetic()).collect();
    let end = start + word.len();
    let capital = |c: &char| c.to_uppercase().eq([*c]);
    if word.iter().all(capital) { (word, end) } else { (Vec::new(), end) }
}

/// Capital letters with stops: `K. E.`, `J.-P.`
pub(super) fn read_apart(rest: &[char]) -> (Vec<char>, usize) {
    let mut at = rest.iter().take_while(|c| matches!(c, ',' | ' ')).count();
    let (mut letters, mut end) = (Vec::new(), 0);
    while let [letter, '.', ..] = &rest[at..]
        && letter.is_alphabetic()
        && letter.to_uppercase().eq([*letter])
    {
        letters.push(*letter);
        end = at + 2;
        at = end
            + rest[end..].iter().take_while(|c| matches!(c, '-' | ' ')).count().min(1);
    }
    (letters, end)
}

/// Pages with every range in full and one kind of dash, found by counting: the last page is
/// the next number that ends as it is written.
pub(super) fn in_full(pages: &str) -> String {
    let ranges = pages.split(',').map(|range| {
        let range: String = range.trim().chars().map(one_dash).collect();
        let range = range.replace("--", "-");
        let Some((first, last)) = range.split_once('-') else { return range };
        let (first, last) = (first.trim(), last.trim());
        let at = first.find(|c: char| c.is_ascii_digit()).unwrap_or(first.len());
        let (letters, digits) = first.split_at(at);
        let numbers = digits.parse::<u64>().ok().zip(last.parse::<u64>().ok());
        let power = u32::try_from(last.len()).ok().and_then(|n| 10_u64.checked_pow(n));
        let shortened = last.len() < digits.len()
            || (!letters.is_empty() && last.len() == digits.len());
        match numbers.zip(power) {
            Some(((from, to), power)) if shortened => {
                let whole = from - from % power + to;
                if whole < from {
                    return format!("{first}-{last}");
                }
                format!("{first}-{letters}{whole:0width$}", width = digits.len())
            }
            _ => format!("{first}-{last}"),
        }
    });
    ranges.collect::<Vec<_>>().join(", ")
}

/// Any dash as a hyphen.
pub(super) fn one_dash(c: char) -> char {
    if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c }
}

/// A character without case and kind of dash.
pub(super) fn folded(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => one_dash(lower),
        _ => c,
    }
}
