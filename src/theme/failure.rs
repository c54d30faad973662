//! What Tera says, as a diagnostic at file, line and column.

use tera::{Error, ErrorKind};

use crate::diagnostic::{Diagnostic, nearest};

use super::Layers;
use crate::path::SourcePath;

/// Turns a template error into a diagnostic; `template` is the one that was asked for.
pub(super) fn diagnostic(error: &Error, template: &str, layers: &Layers) -> Diagnostic {
    diagnostic_at(error, &layers.source_of(template), layers)
}

/// The same; `asked` is the file that was asked for.
pub(super) fn diagnostic_at(
    error: &Error,
    asked: &SourcePath,
    layers: &Layers,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let path = layers.source_of(report.filename());
            let (message, help) = reword(report.message());
            Diagnostic::error("template/error", message)
                .at(&path, report.span().range.clone())
                .help(help)
        }
        ErrorKind::CircularExtend { tpl, .. }
        | ErrorKind::CircularInclude { tpl, .. } => {
            let message = format!("the template `{tpl}` extends or includes itself");
            Diagnostic::error("template/circle", message)
                .at(&layers.source_of(tpl), 0..0)
                .help("take the tag out that leads back to it")
        }
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("`{current}` extends `{parent}`, which does not exist");
            Diagnostic::error("template/missing", message)
                .at(&layers.source_of(current), 0..0)
                .help("name a template of the theme, such as \"base.html\"")
        }
        ErrorKind::TemplateNotFound(name) => {
            let message = format!("there is no template `{name}`");
            let help = nearest(name, layers.template_names()).map_or_else(
                || "add it to the folder templates/ of the theme".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Diagnostic::error("template/missing", message).at(asked, 0..0).help(help)
        }
        _ => {
            let mut message = error.to_string();
            let mut source = std::error::Error::source(error);
            while let Some(inner) = source {
                message = format!("{message}: {inner}");
                source = inner.source();
            }
            let message = message.lines().next().unwrap_or_default();
            let (message, help) =
                reword(message.strip_prefix("error: ").unwrap_or(message));
            Diagnostic::error("template/error", message).at(asked, 0..0).help(help)
        }
    }
}

/// Tera's words in ours, and the nearest name for one that is not there.
fn reword(message: &str) -> (String, String) {
    let unknown = [
        ("Variable `", "` is not defined.", "variable", "Available variables: "),
        ("Field `", "` is not defined.", "field", "Available fields: "),
    ];
    for (start, end, what, list) in unknown {
        let Some(rest) = message.strip_prefix(start) else { continue };
        let Some((name, rest)) = rest.split_once(end) else { continue };
        let known: Vec<&str> = rest
            .split_once(list)
            .map(|(_, known)| known.split(", ").collect())
            .unwrap_or_default();
        let help = nearest(name, known.iter().copied()).map_or_else(
            || format!("known here: {}", known.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return (format!("no {what} is called `{name}`"), help);
    }
    let argument = message.strip_prefix("Unknown argument(s) `").and_then(|rest| {
        rest.split_once("` in component call. Possible argument(s) are: ")
    });
    if let Some((name, known)) = argument {
        let known: Vec<&str> =
            known.split(", ").map(|name| name.trim_matches(['`', '.'])).collect();
        let help = nearest(name, known.iter().copied()).map_or_else(
            || format!("it takes: {}", known.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return (format!("the component has no argument `{name}`"), help);
    }
    if message.trim_end_matches('.').eq_ignore_ascii_case("unknown tag") {
        let help = "spell it as Tera does, and close each {% if %}, {% for %} and {% block %} \
                    with its own end tag";
        return ("this tag is misspelt, or stands where it may not".into(), help.into());
    }
    let mut words = message.trim_end_matches('.').to_owned();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    (words, "mend the template at this place".to_owned())
}
