//! Reading: each value from the front of what is left.

use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, SeqAccess, VariantAccess, Visitor,
};

use super::{Never, refused};

/// Gives a message back, value by value.
pub(super) struct Reader<'b> {
    left: &'b [u8],
    is_sound: bool,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { left: bytes, is_sound: true }
    }

    /// How many bytes follow the message; `None` if they were no message.
    pub(super) fn end(self) -> Option<usize> {
        self.is_sound.then_some(self.left.len())
    }

    fn slice(&mut self, length: usize) -> &'b [u8] {
        let Some((taken, left)) = self.left.split_at_checked(length) else {
            (self.left, self.is_sound) = (&[], false);
            return &[];
        };
        self.left = left;
        taken
    }

    /// Called for every number of a message, so it is there once for each width.
    #[inline(never)]
    fn word<const WIDTH: usize>(&mut self) -> [u8; WIDTH] {
        self.slice(WIDTH).try_into().unwrap_or([0; WIDTH])
    }

    fn byte(&mut self) -> u8 {
        let [byte] = self.word();
        byte
    }

    /// A length, of items that take a byte each at least.
    fn length(&mut self) -> usize {
        let length = u32::from_le_bytes(self.word()) as usize;
        self.is_sound &= length <= self.left.len();
        if self.is_sound { length } else { 0 }
    }

    fn text(&mut self) -> &'b str {
        let length = self.length();
        let text = std::str::from_utf8(self.slice(length));
        self.is_sound &= text.is_ok();
        text.unwrap_or_default()
    }

    fn bytes(&mut self) -> &'b [u8] {
        let length = self.length();
        self.slice(length)
    }

    /// The number of one of so many variants.
    fn variant(&mut self, variants: usize) -> u32 {
        let number = self.byte();
        self.is_sound &= usize::from(number) < variants;
        if self.is_sound { number.into() } else { 0 }
    }
}

/// One method for each width.
macro_rules! read_number {
    ($($method:ident $visit:ident: $type:ty),*) => {
        $(#[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
            visitor.$visit(<$type>::from_le_bytes(self.word()))
        })*
    };
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Never;

    read_number!(
        deserialize_u8 visit_u8: u8, deserialize_i8 visit_i8: i8,
        deserialize_u16 visit_u16: u16, deserialize_i16 visit_i16: i16,
        deserialize_u32 visit_u32: u32, deserialize_i32 visit_i32: i32,
        deserialize_u64 visit_u64: u64, deserialize_i64 visit_i64: i64,
        deserialize_f32 visit_f32: f32, deserialize_f64 visit_f64: f64
    );

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(self.byte() != 0)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_char(char::from_u32(u32::from_le_bytes(self.word())).unwrap_or_default())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_borrowed_str(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_borrowed_str(self.text())
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_borrowed_bytes(self.bytes())
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_borrowed_bytes(self.bytes())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        match self.byte() {
            0 => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let left = self.length();
        visitor.visit_seq(Items { reader: self, left })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields(self))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields(self))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        let number = self.variant(variants.len());
        visitor.visit_enum(Variant { reader: self, number })
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
        refused()
    }

    fn deserialize_map<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
        refused()
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
        refused()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
        refused()
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// The items of a list, as many as are left.
struct Items<'r, 'b> {
    reader: &'r mut Reader<'b>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        if self.left == 0 || !self.reader.is_sound {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The fields of a value, which are always there.
struct Fields<'r, 'b>(&'r mut Reader<'b>);

impl<'de> SeqAccess<'de> for Fields<'_, 'de> {
    type Error = Never;

    #[inline(always)]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Never> {
        seed.deserialize(&mut *self.0).map(Some)
    }
}

/// A variant and its fields.
struct Variant<'r, 'b> {
    reader: &'r mut Reader<'b>,
    number: u32,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Never;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Never> {
        seed.deserialize(self.number.into_deserializer()).map(|value| (value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields(self.reader))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields(self.reader))
    }
}
