//! What went wrong with the world: a disk, a folder, a socket. Never an author's mistake.

use std::path::Path;
use std::{fmt, io};

/// Why something outside the program could not be done, in one sentence.
#[derive(Debug)]
pub struct Error {
    message: String,
    help: Option<String>,
    cause: Option<io::Error>,
}

impl Error {
    /// The system refused: `action` completes "could not …", such as `write`.
    pub fn io(action: &str, path: &Path, cause: io::Error) -> Self {
        let message = format!("could not {action} `{}`", path.display());
        Self { message, help: None, cause: Some(cause) }
    }

    /// We refuse: the message says what was found, `help` what to do.
    pub fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()), cause: None }
    }

    /// Adds the next step.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The next step, in the imperative, if there is one.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

/// Puts the action and the path into an error of the system.
pub(crate) trait During<T> {
    /// Says what was being done, and to what.
    fn during(self, action: &str, path: &Path) -> Result<T, Error>;
}

impl<T, E: Into<io::Error>> During<T> for Result<T, E> {
    fn during(self, action: &str, path: &Path) -> Result<T, Error> {
        self.map_err(|cause| Error::io(action, path, cause.into()))
    }
}
