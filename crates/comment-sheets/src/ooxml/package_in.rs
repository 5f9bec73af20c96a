//! Opening a package that came from outside: bounded before and while it is inflated, and without macros.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::SheetError;

/// Entries of a package at most. What office programs write has about twenty.
const MAX_ENTRIES: usize = 2_000;
/// What all entries may inflate to, in bytes.
const MAX_INFLATED: u64 = 128 * 1024 * 1024;
/// What a package may inflate to, whatever the ratio, in bytes.
const FREE_INFLATED: u64 = 16 * 1024 * 1024;
/// How many times larger than the file its content may be beyond that. Sheets of empty rows reach about a hundred.
const MAX_RATIO: u64 = 300;

/// A package that was found harmless.
pub(crate) struct PackageIn<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> PackageIn<'a> {
    /// Checks the directory of the package, then inflates each entry once, to nowhere, under the same limits: the
    /// directory may lie.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_broken| SheetError::NotAPackage)?;
        if archive.len() > MAX_ENTRIES {
            return Err(SheetError::TooLarge);
        }
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let most = FREE_INFLATED.max(length.saturating_mul(MAX_RATIO)).min(MAX_INFLATED);
        let mut announced = 0_u64;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|_broken| SheetError::NotAPackage)?;
            announced = announced.saturating_add(entry.size());
            let name = entry
                .name()
                .map_err(|_broken| SheetError::NotAPackage)?
                .to_ascii_lowercase();
            if entry.encrypted() {
                return Err(SheetError::Protected);
            }
            if name.ends_with("vbaproject.bin") || name.ends_with("vbadata.xml") {
                return Err(SheetError::Macros);
            }
        }
        if announced > most {
            return Err(SheetError::TooLarge);
        }
        let mut left = most;
        for index in 0..archive.len() {
            let entry = archive.by_index(index).map_err(|_broken| SheetError::NotAPackage)?;
            let copied = std::io::copy(&mut entry.take(left.saturating_add(1)), &mut std::io::sink());
            let inflated = copied.map_err(|_broken| SheetError::NotAPackage)?;
            left = left.checked_sub(inflated).ok_or(SheetError::TooLarge)?;
        }
        let mut package = Self { archive };
        if package
            .text("[Content_Types].xml")?
            .is_some_and(|types| types.contains("macroEnabled"))
        {
            return Err(SheetError::Macros);
        }
        Ok(package)
    }

    /// Whether there is such a part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part as text; `None` if there is no such part.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, SheetError> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let entry = self
            .archive
            .by_index(index)
            .map_err(|_broken| SheetError::NotAPackage)?;
        let mut text = String::new();
        let read = entry.take(MAX_INFLATED).read_to_string(&mut text);
        read.map_err(|_broken| SheetError::NotAPackage)?;
        Ok(Some(text))
    }
}
