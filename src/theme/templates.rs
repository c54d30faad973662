//! Templates and components: refused where they could do harm, then compiled.

use tera::value::{Key, Map};
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::load::File;
use super::{BUILT_IN, Layers, failure};
use crate::content::component::{
    Argument, ArgumentType, Declaration, Declarations, Place,
};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::source::{Source, Text};

/// Longest tag of a template, in bytes: longer chains of operators could exhaust the stack.
const LONGEST_TAG: usize = 4096;

/// Most `elif` in a template: Tera compiles each within the one before it.
const MOST_BRANCHES: usize = 100;

pub(super) fn templates(files: &[File], found: &mut Vec<Diagnostic>) -> (Tera, Layers) {
    let mut tera = Tera::default();
    tera.register_filter("group_by", group_by);
    let mut layers = Layers::default();
    let mut texts: Vec<(String, &Text)> = Vec::new();
    for file in files {
        let Source::Text(text) = &file.content else { continue };
        let name = match file.path.split_once('/') {
            Some(("templates", name)) => name.to_owned(),
            Some(("components", _)) => file.path.clone(),
            _ => continue,
        };
        let name = if file.built_in { format!("{BUILT_IN}{name}") } else { name };
        layers.sources.insert(name.clone(), file.source.clone());
        for (at, word) in text.text.match_indices("component ") {
            let rest = text.text[at + word.len()..].trim_start();
            let declared = rest.split(['(', ' ', '%']).next().unwrap_or_default();
            layers.components.insert(declared.to_owned(), file.source.clone());
        }
        if let Some(problem) = refuse(&file.source, text) {
            found.push(problem);
        } else {
            texts.push((name, text));
        }
    }
    // Setting prefixes fails only after templates were added.
    let prefixes = tera.set_fallback_prefixes([BUILT_IN]);
    let added = prefixes.and_then(|()| {
        tera.add_raw_templates(
            texts.iter().map(|(name, text)| (name.as_str(), &*text.text)),
        )
    });
    if let Err(error) = added {
        let problem = failure::diagnostic(&error, "", &layers);
        found.push(located(problem, &texts, &layers));
        // The built-in templates still show what they can.
        let built_in = texts.iter().filter(|(name, _)| name.starts_with(BUILT_IN));
        let mut rest = Tera::default();
        let usable = rest.set_fallback_prefixes([BUILT_IN]).and_then(|()| {
            rest.add_raw_templates(
                built_in.map(|(name, text)| (name.as_str(), &*text.text)),
            )
        });
        if usable.is_ok() {
            tera = rest;
        }
    }
    (tera, layers)
}

/// Tera's filter `group_by`, with the groups in the order of their first item: Tera's own
/// gives them in another order on each run.
#[expect(clippy::needless_pass_by_value, reason = "this is how Tera calls a filter")]
fn group_by(items: &[Value], arguments: Kwargs, _: &State<'_>) -> TeraResult<Map> {
    let attribute = arguments.must_get::<&str>("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let Some(value) = item.get_from_path(attribute) else {
            let message = format!("item {number} has no attribute `{attribute}`");
            return Err(tera::Error::message(message));
        };
        let name = value.to_string();
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, group)) => group.push(item.clone()),
            None => groups.push((name, vec![item.clone()])),
        }
    }
    Ok(groups.into_iter().map(|(name, group)| (Key::from(name), group.into())).collect())
}

/// Finds the place of a mistake that Tera reports without one: the site's template that holds
/// the name in question.
fn located(
    problem: Diagnostic,
    texts: &[(String, &Text)],
    layers: &Layers,
) -> Diagnostic {
    let has_place =
        problem.primary.as_ref().is_some_and(|label| layers.has_source(&label.path));
    let Some(name) = problem.message.split('`').nth(1).filter(|_| !has_place) else {
        return problem;
    };
    let own = texts.iter().filter(|(template, _)| !template.starts_with(BUILT_IN));
    let mut places =
        own.filter_map(|(template, text)| Some((template, text.text.find(name)?)));
    let Some((template, at)) = places.next() else { return problem };
    let span = at..at + name.len();
    problem.clone().at(&layers.source_of(template), span)
}

/// Refuses a template before Tera sees it: ambient state, and tags that are too long.
fn refuse(path: &SourcePath, text: &Text) -> Option<Diagnostic> {
    if let Some(at) = text.text.find("__tera_context") {
        return Some(
            Diagnostic::error(
                "template/ambient",
                "`__tera_context` is not part of the view",
            )
            .at(path, at..at + "__tera_context".len())
            .help("name the value that you need"),
        );
    }
    let unseen = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if let Some((at, bad)) = text.text.char_indices().find(|(_, c)| unseen(*c)) {
        let message =
            format!("this template holds the character U+{:04X}", u32::from(bad));
        let problem = Diagnostic::error("template/control", message);
        let problem = problem.at(path, at..at + bad.len_utf8());
        return Some(problem.help("delete the character that cannot be seen"));
    }
    let (mut at, mut branches) = (0, 0);
    while let Some(open) = text.text[at..].find('{') {
        let start = at + open;
        let close = match text.text.as_bytes().get(start + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => {
                at = start + 1;
                continue;
            }
        };
        let end =
            text.text[start..].find(close).map_or(text.text.len(), |n| start + n + 2);
        if end - start > LONGEST_TAG {
            let message =
                format!("this tag has {} bytes; at most {LONGEST_TAG}", end - start);
            return Some(
                Diagnostic::error("template/too-long", message)
                    .at(path, start..start + 2)
                    .help("split it with {% set %}"),
            );
        }
        let words = text.text[start + 2..end].trim_start_matches(['-', ' ', '\t', '\n']);
        branches += usize::from(words.starts_with("elif"));
        if branches > MOST_BRANCHES {
            let message = format!("more than {MOST_BRANCHES} `elif` in one template");
            return Some(
                Diagnostic::error("template/too-long", message)
                    .at(path, start..start + 2)
                    .help("look the value up in a map instead"),
            );
        }
        at = end;
    }
    None
}

pub(super) fn declarations(
    tera: &Tera,
    layers: &Layers,
    found: &mut Vec<Diagnostic>,
) -> (Declarations, Vec<String>) {
    let mut names: Vec<&str> = tera.get_component_names().collect();
    names.sort_unstable();
    let (mut declarations, mut head) = (Declarations::new(), Vec::new());
    for name in names {
        let Some(info) = tera.get_component_definition(name) else { continue };
        let kind = info.metadata().get("kind").and_then(Value::as_str);
        let place = match kind {
            Some("block") => Place::Block,
            Some("leaf") => Place::Leaf,
            Some("inline") => Place::Inline,
            Some("head") => {
                head.push(name.to_owned());
                continue;
            }
            // A component for templates only.
            None if !info.metadata().contains_key("kind") => continue,
            other => {
                let other = other.unwrap_or("something that is no text");
                let message = format!("`{name}` has the kind `{other}`");
                found.push(
                    Diagnostic::error("component/kind", message)
                        .at(&layers.source_of_component(name), 0..0)
                        .help("write {\"kind\": \"block\"}, \"leaf\", \"inline\" or \"head\""),
                );
                continue;
            }
        };
        let (implicit, given): (Vec<_>, Vec<_>) =
            info.args().iter().partition(|argument| argument.is_implicit());
        let argument = |argument: &&tera::ComponentArg| Argument {
            name: argument.name().to_owned(),
            kind: match argument.arg_type() {
                Some(tera::ComponentArgType::Bool) => ArgumentType::Boolean,
                Some(
                    tera::ComponentArgType::Integer | tera::ComponentArgType::Number,
                ) => ArgumentType::Integer,
                _ => ArgumentType::Text,
            },
            required: argument.is_required(),
        };
        let declaration = Declaration {
            place,
            arguments: given.iter().map(argument).collect(),
            implicit: implicit
                .iter()
                .map(|argument| argument.name().to_owned())
                .collect(),
        };
        declarations.insert(name.replace('_', "-"), declaration);
    }
    (declarations, head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_in_the_order_of_their_first_item() {
        let mut tera = Tera::default();
        tera.register_filter("group_by", group_by);
        let text = "{% for k, g in items | group_by(attribute=\"k\") %}{{ k }}{{ g | length }} {% endfor %}";
        tera.add_raw_template("t", text).unwrap();
        let mut context = tera::Context::new();
        let items: Vec<_> = "qwertyuiopq"
            .chars()
            .map(|k| serde_json::json!({ "k": k.to_string() }))
            .collect();
        context.insert("items", &items);
        let expected = "q2 w1 e1 r1 t1 y1 u1 i1 o1 p1 ";
        assert_eq!(tera.render("t", &context).unwrap(), expected);
    }
}
