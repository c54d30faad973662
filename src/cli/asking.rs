//! How other sites are asked: who asks, and how patiently.

use std::time::Duration;

use plainleaf::remote::Options;

use super::args::Asking;

impl Asking {
    /// The options of a command that asks; `purpose` is told to those who are asked.
    pub(crate) fn options(&self, base_url: &str, purpose: &str) -> Options {
        let program = concat!("plainleaf/", env!("CARGO_PKG_VERSION"));
        let is_published = !base_url.starts_with("http://localhost");
        let of = if is_published { format!("; for {base_url}") } else { String::new() };
        Options {
            user_agent: format!("{program} ({purpose}{of})"),
            pause: Duration::from_millis(self.pause),
            timeout: Duration::from_secs(self.timeout),
            within: Duration::from_secs(self.within),
            private_networks: self.private_networks,
        }
    }
}
