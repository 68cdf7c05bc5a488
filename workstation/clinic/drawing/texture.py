"""Small tools over Pillow: noise that follows from a seed, tints, light and relief."""
# ruff: noqa: PLR2004 - proportions and chances of a picture stand where they are used

from random import Random

from PIL import Image, ImageChops, ImageFilter

Size = tuple[int, int]
Colour = tuple[int, int, int]
Factor = tuple[float, float, float]


def noise(random: Random, size: Size) -> Image.Image:
    """One random grey per pixel."""
    return Image.frombytes("L", size, random.randbytes(size[0] * size[1]))


def clouds(random: Random, size: Size, cells: int) -> Image.Image:
    """Soft grey noise with about ``cells`` cells along the longer side."""
    longest = max(size)
    small = (max(2, size[0] * cells // longest), max(2, size[1] * cells // longest))
    return noise(random, small).resize(size, Image.Resampling.BICUBIC)


def uneven(random: Random, size: Size, cells: int) -> Image.Image:
    """Noise of two scales laid over each other, so that no grid shows."""
    coarse = clouds(random, size, cells)
    fine = clouds(random, size, cells * 27 // 10)
    return stretched(ImageChops.add(coarse, fine, 2), 60, 196)


def stretched(image: Image.Image, low: float, high: float) -> Image.Image:
    """Greys from ``low`` to ``high`` (0 to 255) spread over the whole range."""
    span = max(1.0, high - low)
    table = [max(0, min(255, round((value - low) * 255 / span))) for value in range(256)]
    return image.point(table)


def faded(image: Image.Image, strength: float) -> Image.Image:
    """A mask made weaker."""
    return image.point([round(value * strength) for value in range(256)])


def variation(image: Image.Image, grey: Image.Image, amount: Factor) -> Image.Image:
    """Add grey noise around its middle, at most ``amount`` levels a channel."""
    levels = {
        part: grey.point([round(128 + (value - 128) * part / 128) for value in range(256)])
        for part in set(amount)
    }
    bands = [levels[part] for part in amount]
    return ImageChops.add(image, Image.merge("RGB", bands), 1, -128)


def tinted(image: Image.Image, mask: Image.Image, factor: Factor) -> Image.Image:
    """Multiply the colours by ``factor`` where the mask is white: works on every skin tone."""
    solid = Image.new(
        "RGB", image.size, (round(factor[0] * 255), round(factor[1] * 255), round(factor[2] * 255))
    )
    return Image.composite(ImageChops.multiply(image, solid), image, mask)


def painted(image: Image.Image, mask: Image.Image, colour: Colour) -> Image.Image:
    """Paint one colour through a mask."""
    return Image.composite(Image.new("RGB", image.size, colour), image, mask)


def shifted(image: Image.Image, right: int, down: int) -> Image.Image:
    """The image moved; what would come in from outside stays as it was."""
    width, height = image.size
    moved = image.copy()
    box = (max(0, -right), max(0, -down), min(width, width - right), min(height, height - down))
    moved.paste(image.crop(box), (max(0, right), max(0, down)))
    return moved


def relief(image: Image.Image, height: Image.Image, step: int, strength: float) -> Image.Image:
    """Light from the upper left over a height map; a negative strength makes it a hollow."""
    way = step if strength > 0 else -step
    ahead, behind = shifted(height, way, way), shifted(height, -way, -way)
    bright = faded(ImageChops.subtract(behind, ahead), abs(strength))
    dark = faded(ImageChops.subtract(ahead, behind), abs(strength))
    lit = painted(image, bright, (255, 250, 244))
    return tinted(lit, dark, (0.45, 0.38, 0.36))


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Gaussian blur, done on a smaller copy where the radius allows it."""
    if radius < 8:
        return image.filter(ImageFilter.GaussianBlur(radius))
    shrink = int(radius // 4)
    small = image.resize(
        (max(2, image.width // shrink), max(2, image.height // shrink)), Image.Resampling.BOX
    )
    soft = small.filter(ImageFilter.GaussianBlur(radius / shrink))
    return soft.resize(image.size, Image.Resampling.BICUBIC)
