//! Who made a work: people, with their initials, and bodies.

/// Who made a work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Author {
    /// Somebody.
    Person(Person),
    /// A body, printed as it is written.
    Organization(String),
}

impl Author {
    /// The family name, or the name of the body.
    pub fn family(&self) -> &str {
        match self {
            Self::Person(person) => &person.family,
            Self::Organization(name) => name,
        }
    }
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// Family name with its particles: `van der Berg`.
    pub family: String,
    /// Given names or initials, as written.
    pub given: String,
    /// What follows the names, such as `Jr`; may be empty.
    pub suffix: String,
}

impl Person {
    /// First letters of the given names: `Andrew C.` is `AC`, `Jean-Paul` is `JP`.
    pub fn initials(&self) -> String {
        let words =
            self.given.split(|c: char| c.is_whitespace() || c == '.' || is_hyphen(c));
        words.flat_map(first_letters).collect()
    }

    /// First letters of the given names, each with a stop: `A. C.`, `J.-P.`
    pub fn initials_apart(&self) -> String {
        let names = self.given.split(|c: char| c.is_whitespace() || c == '.');
        let mut apart = String::new();
        for name in names {
            let mut joint = if apart.is_empty() { "" } else { " " };
            if name.starts_with(is_hyphen) && !apart.is_empty() {
                joint = "-";
            }
            for initial in name.split(is_hyphen).flat_map(first_letters) {
                apart.push_str(joint);
                apart.push(initial);
                apart.push('.');
                joint = if name.contains(is_hyphen) { "-" } else { " " };
            }
        }
        apart
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// The initials of one name: its first letter, or all if they are initials already.
fn first_letters(name: &str) -> Vec<char> {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let already = letters().count() <= 3 && letters().all(char::is_uppercase);
    let taken = if already { 3 } else { 1 };
    letters().take(taken).filter_map(|c| c.to_uppercase().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, initials: &str) {
        let person =
            Person { family: "Smith".into(), given: given.into(), suffix: String::new() };
        assert_eq!(person.initials(), initials);
    }

    #[test]
    fn initials_may_stand_apart() {
        let apart = |given: &str| {
            let (family, given) = ("Smith".to_owned(), given.to_owned());
            Person { family, given, suffix: String::new() }.initials_apart()
        };
        assert_eq!(apart("Andrew C."), "A. C.");
        assert_eq!(apart("Jean-Paul"), "J.-P.");
        assert_eq!(apart("J.-P."), "J.-P.");
        assert_eq!(apart("Jean-Paul Marie"), "J.-P. M.");
        assert_eq!(apart("WB"), "W. B.");
    }

    #[test]
    fn initials_are_first_letters_of_given_names() {
        check("Andrew C.", "AC");
        check("Emily O'Malley", "EO");
        check("Jean-Paul", "JP");
        check("W. B.", "WB");
        check("W.B.", "WB");
        check("WB", "WB");
        check("Kanumuri Siva Rama", "KSR");
        check("élodie", "É");
        check("", "");
    }
}
