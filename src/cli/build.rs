//! `plainleaf build` and `plainleaf check`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use plainleaf::diagnostic::{Diagnostic, Severity};
use plainleaf::digest::Digest;
use plainleaf::emit::{self, Emitter, Written, emit};
use plainleaf::last::Last;
use plainleaf::memo::Readings;
use plainleaf::output::Shelf;
use plainleaf::pipeline::{self, Input};
use plainleaf::source::SourceTree;
use plainleaf::verify::{self, Difference};
use serde_json::{Value, json};

use super::args::{Build, Check, Format};
use super::prose;
use super::report::{self, Failure};
use super::world::{Place, has_errors, watch, with_progress};
use super::{CLEAN, FINDINGS};

/// Builds the site and exchanges it for what the output folder holds.
pub(crate) fn build(root: &Path, options: &Build) -> Result<u8, Failure> {
    let started = watch();
    let mut place = Place::open(root, &options.publication, options.base_url.clone())?;
    let output = output(root, &options.output);
    if options.verify {
        place.stay();
    } else {
        place.recall_seen();
        place.tell(options.format);
    }
    let (input, read) = with_progress("reading the site", || place.input())?;
    if options.verify {
        return verify(&mut place, &input, (read, &output));
    }
    // Programs are told of everything, people are not: what was said depends on who asked.
    let is_json = options.format == Format::Json;
    let key = Digest::of_value(&(place.program(), input.digest(), is_json)).to_string();
    let said = Said { output: &output, format: options.format };
    let last =
        Last::load(root, &output).filter(|last| last.key == key && read.is_empty());
    if let Some(last) = last
        && let Some(manifest) = Digest::from_hex(&last.manifest)
        && emit::holds(&output, root, manifest)?
    {
        let kept = usize::try_from(last.json["files"].as_u64().unwrap_or(0)).unwrap_or(0);
        let written = Written { kept, ..Written::default() };
        said.say((&last.json, &last.human), Some(written), started.elapsed());
        return Ok(CLEAN);
    }
    place.recall_memo(&output);
    let (tree, built, written) = make(&mut place, (&input, &read), &output)?;
    let tree = place.read_told(tree, told(&built, options.format))?;
    let json = summary((&tree, &built), options.format);
    let draw = |styled| match options.format {
        Format::Json => String::new(),
        Format::Human => report::all(&tree, (&built.diagnostics, &built.counted), styled),
    };
    let human = draw(false);
    let shown = if report::colour() { draw(true) } else { human.clone() };
    if written.is_some() {
        let manifest = built.output.manifest().digest();
        place.keep(&output, manifest);
        let manifest = manifest.to_string();
        Last { key, manifest, human, json: json.clone() }.save(root, &output);
    }
    said.say((&json, &shown), written, started.elapsed());
    // The process ends here: giving a large site's memory back piece by piece takes long.
    std::mem::forget((tree, built, place, input));
    Ok(if written.is_some() { CLEAN } else { FINDINGS })
}

/// What the report of a build shows the line of.
fn told(built: &pipeline::Build, format: Format) -> impl Iterator<Item = &Diagnostic> {
    let told = match format {
        Format::Json => built.diagnostics.iter().collect(),
        Format::Human => report::shown(&built.diagnostics).0,
    };
    told.into_iter().chain(built.waived.iter().map(|one| &one.diagnostic))
}

/// Builds and writes; nothing is written if there are errors.
fn make(
    place: &mut Place,
    (input, read): (&Input, &[Diagnostic]),
    output: &Path,
) -> Result<(SourceTree, pipeline::Build, Option<Written>), Failure> {
    let root = place.root().to_owned();
    loop {
        // A first build makes every page: each goes into the stage at once, so that the whole
        // site need not be held. What is wrong with the output is told when it is written.
        let is_first = place.knows_nothing();
        let emitter = is_first.then(|| Emitter::open(output, &root).ok()).flatten();
        let shelf = emitter.as_ref().map(|own| own as &dyn Shelf);
        let build = || place.build_onto(input.clone(), read.to_vec(), shelf);
        let (tree, built) = with_progress("building the site", build)?;
        if has_errors(&built.diagnostics) {
            return Ok((tree, built, None));
        }
        let write = || match emitter {
            Some(emitter) => emitter.emit(&built.output),
            None => emit(&built.output, output, &root),
        };
        match with_progress("writing the site", write) {
            Ok(written) => return Ok((tree, built, Some(written))),
            // What the output should hold is not there: make every file anew.
            Err(_) if !is_first && built.output.is_partial() => place.forget(),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Edits that `--verify` tries, besides none and undoing them all.
const VERIFIED_EDITS: usize = 20;

/// Tries edits in memory and says whether a build with what the last one knew gives what a
/// build from nothing gives, and whether the output on disk is what this site gives.
fn verify(
    place: &mut Place,
    input: &Input,
    (read, output): (Vec<Diagnostic>, &Path),
) -> Result<u8, Failure> {
    let root = place.root().to_owned();
    let (tree, built) =
        with_progress("building the site", || place.build_from(input.clone(), read))?;
    report::print(&tree, &built.diagnostics);
    if has_errors(&built.diagnostics) {
        return Ok(FINDINGS);
    }
    let mut found = verify::verify(input, place.memo(), VERIFIED_EDITS, |edit| {
        report::note(&format!("trying {edit}\n"));
    });
    if output.exists() && !emit::holds(output, &root, built.output.manifest().digest())? {
        let after = "the last build".to_owned();
        let what = format!("`{}` does not hold this site", output.display());
        found.push(Difference { after, what });
    }
    for one in &found {
        report::say(&format!("after {}: {} differ\n", one.after, one.what));
    }
    let counts = format!("{} edits tried, {} differences", VERIFIED_EDITS, found.len());
    report::say(&format!("{counts}; nothing was written\n"));
    Ok(if found.is_empty() { CLEAN } else { FINDINGS })
}

/// Builds in memory and says everything that is wrong.
pub(crate) fn check(root: &Path, options: &Check) -> Result<u8, Failure> {
    let started = watch();
    let mut place = Place::open(root, &options.publication, options.base_url.clone())?;
    place.tell(options.format);
    let (tree, built) = with_progress("checking the site", || place.build())?;
    let (input, _) = place.input()?;
    let (readings, _) = pipeline::proofread(&input, place.memo(), &Readings::default());
    let mut json = summary((&tree, &built), options.format);
    match options.format {
        Format::Json => {
            prose::add(&mut json, &tree, &readings);
            json["milliseconds"] = milliseconds(started.elapsed());
            report::say(&format!("{json:#}\n"));
        }
        Format::Human => {
            let told = (&built.diagnostics[..], &built.counted);
            report::note(&report::all(&tree, told, report::colour()));
            if options.notices {
                report::say(&prose::in_full(&tree, &readings));
            }
            report::say(&format!("{}; {} pages checked\n", counts(&json), built.pages));
            report::say(&waived(&json));
            if !options.notices {
                report::say(&prose::in_short(&readings));
            }
            report::say(&held_back(&json));
        }
    }
    let is_notice = |one: &Diagnostic| one.severity == Severity::Notice;
    Ok(if built.diagnostics.iter().all(is_notice) { CLEAN } else { FINDINGS })
}

/// Where to write: relative to the site's folder, as the options say.
fn output(root: &Path, output: &Path) -> PathBuf {
    if output.is_absolute() || output != Path::new("public") {
        return output.to_owned();
    }
    root.join(output)
}

/// What a build found and made, for programs; people read elsewhere what was found.
fn summary((tree, built): (&SourceTree, &pipeline::Build), format: Format) -> Value {
    let found: Vec<Value> = match format {
        Format::Json => {
            built.diagnostics.iter().map(|one| report::json(tree, one)).collect()
        }
        Format::Human => Vec::new(),
    };
    let number = |severity| report::number(&built.diagnostics, severity);
    let counted: u64 = built.counted.values().sum();
    let held: Vec<Value> = built
        .held_back
        .iter()
        .map(|page| json!({ "file": page.path.as_str(), "title": page.title, "reason": page.reason }))
        .collect();
    let waived: Vec<Value> = built
        .waived
        .iter()
        .map(|one| {
            let mut waived = report::json(tree, &one.diagnostic);
            waived["reason"] = one.reason.as_str().into();
            waived["until"] = one.until.to_string().into();
            waived
        })
        .collect();
    json!({
        "errors": number(Severity::Error),
        "warnings": number(Severity::Warning),
        "to_look_at": number(Severity::Notice) + counted,
        "diagnostics": found,
        "waived": waived,
        "held_back": held,
        "pages": built.pages,
        "files": built.output.len(),
        "bytes": built.output.iter().map(|(_, file)| file.length()).sum::<u64>(),
    })
}

/// Who is told of a build, and how.
struct Said<'a> {
    output: &'a Path,
    format: Format,
}

impl Said<'_> {
    fn say(
        &self,
        (json, found): (&Value, &str),
        written: Option<Written>,
        took: Duration,
    ) {
        match self.format {
            Format::Json => {
                let mut json = json.clone();
                json["milliseconds"] = milliseconds(took);
                if let Some(written) = written {
                    json["output"] = self.output.to_string_lossy().into();
                    json["written"] = written.written.into();
                    json["kept"] = written.kept.into();
                    json["removed"] = written.removed.into();
                }
                report::say(&format!("{json:#}\n"));
            }
            Format::Human => {
                report::note(found);
                self.human(json, written, took);
                report::say(&waived(json));
                report::say(&held_back(json));
            }
        }
    }

    fn human(&self, json: &Value, written: Option<Written>, took: Duration) {
        let counts = counts(json);
        let Some(written) = written else {
            return report::note(&format!("{counts}; nothing was written\n"));
        };
        report::say(&format!(
            "{} pages, {} files, {} in {} ({} written, {} kept, {} removed); {counts}; {:.2} s\n",
            json["pages"],
            json["files"],
            size(json["bytes"].as_u64().unwrap_or(0)),
            self.output.display(),
            written.written,
            written.kept,
            written.removed,
            took.as_secs_f64(),
        ));
    }
}

fn milliseconds(took: Duration) -> Value {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX).into()
}

/// `2 errors and 1 warning, 3 places to look at`.
fn counts(json: &Value) -> String {
    let number = |key: &str| json[key].as_u64().unwrap_or(0);
    report::counts(number("errors"), number("warnings"), number("to_look_at"))
}

/// What the audit found and the settings let pass, each with its reason and its last day.
fn waived(json: &Value) -> String {
    let all = json["waived"].as_array().map_or(&[][..], Vec::as_slice);
    if all.is_empty() {
        return String::new();
    }
    let mut text = format!("waived, {}:\n", all.len());
    for one in all {
        let word = |key: &str| one[key].as_str().unwrap_or_default();
        let place = format!("{}:{}:{}", word("file"), one["line"], one["column"]);
        let (code, message) = (word("code"), word("message"));
        let _ = writeln!(text, "  {place}: {message} [{code}]");
        let _ = writeln!(text, "    until {}: {}", word("until"), word("reason"));
    }
    text
}

/// The pages that are not published, each with its reason.
fn held_back(json: &Value) -> String {
    let pages = json["held_back"].as_array().map_or(&[][..], Vec::as_slice);
    if pages.is_empty() {
        return String::new();
    }
    let mut text = format!("held back, {}:\n", pages.len());
    for page in pages {
        let word = |key: &str| page[key].as_str().unwrap_or_default().to_owned();
        let _ = writeln!(text, "  {}: {}", word("file"), word("reason"));
    }
    text
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
