"""The picture viewer: transform (pure), levels, canvas, panes, and the layer that holds them."""
