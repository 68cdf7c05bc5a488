"""What lies over a page inside the window: menus, popovers, dialogs, sheets, snack bars."""
