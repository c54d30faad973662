//! Colours as numbers, and the ratio between two of them. It knows no page.
//!
//! # Source
//! WCAG 2.2: relative luminance and contrast ratio.

use std::fmt;

use cssparser::Parser;
use cssparser_color::{Color, hsl_to_rgb};

/// A colour of sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour {
    /// Red, green and blue, from 0 to 255.
    pub(super) channels: [f32; 3],
    /// From 0, which is clear, to 1.
    pub(super) alpha: f32,
}

/// What a value says of a colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Read {
    /// A colour that can be computed with.
    Colour(Colour),
    /// The element's own colour of text.
    Current,
    /// A valid colour of another kind, or something that is no plain colour.
    Unknown,
}

impl Colour {
    pub(super) const BLACK: Self = Self { channels: [0.0; 3], alpha: 1.0 };
    pub(super) const WHITE: Self = Self { channels: [255.0; 3], alpha: 1.0 };

    /// Reads a value that must be a colour and nothing else.
    pub(super) fn read(value: &str) -> Read {
        let mut parser = Parser::new(value);
        let Ok(color) = Color::parse(&mut parser) else { return Read::Unknown };
        if !parser.is_exhausted() {
            return Read::Unknown;
        }
        match color {
            Color::CurrentColor => Read::Current,
            Color::Rgba(own) => Read::Colour(Self {
                channels: [own.red, own.green, own.blue].map(f32::from),
                alpha: own.alpha,
            }),
            Color::Hsl(own) => {
                let hue = own.hue.unwrap_or(0.0).rem_euclid(360.0) / 360.0;
                let part = |one: Option<f32>| one.unwrap_or(0.0).clamp(0.0, 1.0);
                let (r, g, b) =
                    hsl_to_rgb(hue, part(own.saturation), part(own.lightness));
                let channels = [r, g, b].map(|one| (one * 255.0).round());
                Read::Colour(Self { channels, alpha: part(own.alpha) })
            }
            _ => Read::Unknown,
        }
    }

    /// This colour laid over an opaque one.
    pub(super) fn over(self, under: Self) -> Self {
        let mix = |at: usize| {
            self.channels[at] * self.alpha + under.channels[at] * (1.0 - self.alpha)
        };
        Self { channels: [mix(0), mix(1), mix(2)], alpha: 1.0 }
    }

    fn luminance(self) -> f32 {
        let linear = |channel: f32| {
            let part = channel / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = self.channels.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast ratio of two opaque colours, from 1 to 21.
    pub(super) fn ratio(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.channels;
        write!(f, "#{:02x}{:02x}{:02x}", byte(red), byte(green), byte(blue))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is rounded and lies between 0 and 255"
)]
fn byte(channel: f32) -> u8 {
    channel.round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(value: &str) -> Colour {
        match Colour::read(value) {
            Read::Colour(colour) => colour,
            other => panic!("{value}: {other:?}"),
        }
    }

    #[track_caller]
    fn check(text: &str, ground: &str, expected: f32) {
        let ratio = colour(text).ratio(colour(ground));
        assert!((ratio - expected).abs() < 0.006, "{text} on {ground}: {ratio}");
    }

    #[test]
    fn ratios_are_those_of_wcag() {
        check("#767676", "#fff", 4.54);
        check("black", "white", 21.0);
        check("#777", "rgb(255 255 255)", 4.48);
        check("red", "#ffffff", 4.0);
        check("hsl(0, 100%, 50%)", "white", 4.0);
        check("hsl(0 0% 100%)", "#000", 21.0);
    }

    #[test]
    fn clear_colours_mix_and_others_are_unknown() {
        let half = colour("rgba(0, 0, 0, .5)").over(Colour::WHITE);
        assert_eq!(half.to_string(), "#808080");
        assert_eq!(Colour::read("currentColor"), Read::Current);
        for value in ["color-mix(in srgb, red, blue)", "lab(50 0 0)", "red blue", ""] {
            assert_eq!(Colour::read(value), Read::Unknown, "{value}");
        }
    }
}
