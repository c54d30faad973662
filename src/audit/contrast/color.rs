//! Colors as numbers, and the ratio between two of them. It knows no page.
//!
//! # Source
//! WCAG 2.2: relative luminance and contrast ratio. CSS Color 4: conversions.

use std::fmt;

use cssparser::Parser;
use cssparser::color::PredefinedColorSpace;
use cssparser_color::{Color as Parsed, hsl_to_rgb, hwb_to_rgb};

/// A color of sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Color {
    /// Red, green and blue, from 0 to 255.
    channels: [f32; 3],
    /// From 0, which is clear, to 1.
    pub(super) alpha: f32,
}

/// What a value says of a color.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Read {
    /// A color that can be computed with.
    Color(Color),
    /// The element's own color of text.
    Current,
    /// No color, or one that cannot be computed with.
    Unknown,
}

/// Longest text that is read as a color.
const LONGEST: usize = 200;

impl Color {
    pub(super) const BLACK: Self = Self::of([0, 0, 0]);
    pub(super) const WHITE: Self = Self::of([255, 255, 255]);

    /// An opaque color.
    pub(super) const fn of(bytes: [u8; 3]) -> Self {
        let [red, green, blue] = bytes;
        Self { channels: [red as f32, green as f32, blue as f32], alpha: 1.0 }
    }

    /// Reads a value that must be a color and nothing else.
    pub(super) fn read(value: &str) -> Read {
        if value.len() > LONGEST {
            return Read::Unknown;
        }
        let mut parser = Parser::new(value);
        let Ok(color) = Parsed::parse(&mut parser) else { return Read::Unknown };
        if !parser.is_exhausted() {
            return Read::Unknown;
        }
        match color {
            Parsed::CurrentColor => Read::Current,
            color => parsed(&color).map_or(Read::Unknown, Read::Color),
        }
    }

    /// The same color, clearer by a factor.
    pub(super) fn faded(self, by: f32) -> Self {
        Self { alpha: self.alpha * by, ..self }
    }

    /// This color laid over an opaque one.
    pub(super) fn over(self, under: Self) -> Self {
        let mut channels = under.channels;
        for (under, own) in channels.iter_mut().zip(self.channels) {
            *under = own * self.alpha + *under * (1.0 - self.alpha);
        }
        Self { channels, alpha: 1.0 }
    }

    fn luminance(self) -> f32 {
        let [red, green, blue] = self.channels.map(|channel| linear(channel / 255.0));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast ratio of two opaque colors, from 1 to 21.
    pub(super) fn ratio(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// A channel of sRGB as light.
fn linear(channel: f32) -> f32 {
    if channel <= 0.04045 {
        channel / 12.92
    } else {
        ((channel + 0.055) / 1.055).powf(2.4)
    }
}

/// Light as a channel of sRGB.
fn encoded(light: f32) -> f32 {
    let light = light.clamp(0.0, 1.0);
    if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

/// Parts of 1 as a color as screens show it.
fn shown([red, green, blue]: [f32; 3], alpha: Option<f32>) -> Option<Color> {
    let channels = [red, green, blue].map(|part| (part.clamp(0.0, 1.0) * 255.0).round());
    let alpha = alpha.unwrap_or(0.0).clamp(0.0, 1.0);
    channels.iter().all(|part| part.is_finite()).then_some(Color { channels, alpha })
}

fn parsed(color: &Parsed) -> Option<Color> {
    let turn = |hue: Option<f32>| hue.unwrap_or(0.0).rem_euclid(360.0) / 360.0;
    let part = |one: Option<f32>| one.unwrap_or(0.0).clamp(0.0, 1.0);
    let plain = |one: Option<f32>| one.unwrap_or(0.0);
    let polar = |chroma: Option<f32>, hue: Option<f32>| {
        let (sin, cos) = plain(hue).to_radians().sin_cos();
        (plain(chroma) * cos, plain(chroma) * sin)
    };
    match color {
        Parsed::CurrentColor => None,
        Parsed::Rgba(own) => {
            let color = Color::of([own.red, own.green, own.blue]);
            Some(color.faded(own.alpha))
        }
        Parsed::Hsl(own) => {
            let rgb =
                hsl_to_rgb(turn(own.hue), part(own.saturation), part(own.lightness));
            shown(rgb.into(), own.alpha)
        }
        Parsed::Hwb(own) => {
            let rgb = hwb_to_rgb(turn(own.hue), part(own.whiteness), part(own.blackness));
            shown(rgb.into(), own.alpha)
        }
        Parsed::Oklab(own) => {
            shown(oklab([plain(own.lightness), plain(own.a), plain(own.b)]), own.alpha)
        }
        Parsed::Oklch(own) => {
            let (a, b) = polar(own.chroma, own.hue);
            shown(oklab([plain(own.lightness), a, b]), own.alpha)
        }
        Parsed::Lab(own) => {
            shown(lab([plain(own.lightness), plain(own.a), plain(own.b)]), own.alpha)
        }
        Parsed::Lch(own) => {
            let (a, b) = polar(own.chroma, own.hue);
            shown(lab([plain(own.lightness), a, b]), own.alpha)
        }
        Parsed::ColorFunction(own) => {
            let parts = [plain(own.c1), plain(own.c2), plain(own.c3)];
            match own.color_space {
                PredefinedColorSpace::Srgb => shown(parts, own.alpha),
                PredefinedColorSpace::SrgbLinear => shown(parts.map(encoded), own.alpha),
                _ => None,
            }
        }
    }
}

/// Three sums of products.
fn times(rows: [[f32; 3]; 3], by: [f32; 3]) -> [f32; 3] {
    rows.map(|row| row.iter().zip(by).map(|(a, b)| a * b).sum())
}

fn oklab(lab: [f32; 3]) -> [f32; 3] {
    let cone = times(
        [
            [1.0, 0.396_337_78, 0.215_803_76],
            [1.0, -0.105_561_346, -0.063_854_17],
            [1.0, -0.089_484_18, -1.291_485_5],
        ],
        lab,
    );
    let light = times(
        [
            [4.076_741_7, -3.307_711_6, 0.230_969_94],
            [-1.268_438, 2.609_757_4, -0.341_319_38],
            [-0.004_196_086_3, -0.703_418_6, 1.707_614_7],
        ],
        cone.map(|part| part.powi(3)),
    );
    light.map(encoded)
}

fn lab([lightness, a, b]: [f32; 3]) -> [f32; 3] {
    let middle = (lightness + 16.0) / 116.0;
    let part = |at: f32| {
        if at.powi(3) > 216.0 / 24_389.0 {
            at.powi(3)
        } else {
            (116.0 * at - 16.0) * 27.0 / 24_389.0
        }
    };
    // White of D50, and from it to the light of sRGB by the method of Bradford.
    let xyz = [
        part(middle + a / 500.0) * 0.964_295_7,
        part(middle),
        part(middle - b / 200.0) * 0.825_104_6,
    ];
    let light = times(
        [
            [3.134_186_7, -1.617_209, -0.490_694_6],
            [-0.978_748_7, 1.916_130_3, 0.033_433_36],
            [0.071_963_9, -0.229_003_5, 1.405_753_7],
        ],
        xyz,
    );
    light.map(encoded)
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.channels.map(byte);
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
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

    fn color(value: &str) -> Color {
        match Color::read(value) {
            Read::Color(color) => color,
            other => panic!("{value}: {other:?}"),
        }
    }

    #[track_caller]
    fn check(text: &str, ground: &str, expected: f32) {
        let ratio = color(text).ratio(color(ground));
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
        check("hwb(0 0% 0%)", "white", 4.0);
    }

    #[test]
    fn newer_kinds_of_colors_are_those_of_srgb() {
        for (value, expected) in [
            ("oklch(0.628 0.2577 29.23)", "#ff0000"),
            ("oklab(1 0 0)", "#ffffff"),
            ("lab(54.29 80.8 69.89)", "#ff0000"),
            ("lch(100 0 0)", "#ffffff"),
            ("lab(0 0 0)", "#000000"),
            ("color(srgb 0 0.5 1)", "#0080ff"),
        ] {
            assert_eq!(color(value).to_string(), expected, "{value}");
        }
    }

    #[test]
    fn clear_colors_mix_and_others_are_unknown() {
        let half = color("rgba(0, 0, 0, .5)").over(Color::WHITE);
        assert_eq!(half.to_string(), "#808080");
        assert_eq!(Color::read("currentColor"), Read::Current);
        for value in
            ["color-mix(in srgb, red, blue)", "color(display-p3 1 0 0)", "red blue", ""]
        {
            assert_eq!(Color::read(value), Read::Unknown, "{value}");
        }
        assert_eq!(Color::read(&"rgb(".repeat(9_999)), Read::Unknown);
    }
}
