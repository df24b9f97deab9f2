"""The list: whole, searched, a township, nothing found, a word at the lower edge."""

from __future__ import annotations

from gui.screenshots.tour import Tour


def see_register(tour: Tour) -> None:
    """Take the pictures of the register page."""
    page = tour.window.register
    tour.window.show_overview()
    tour.until(lambda: page.model.rowCount() > 0)
    tour.settle()
    tour.shoot("register")
    page.person.change()
    tour.shoot("register_person")
    page.person.put_down()
    for name, text in (("register_search", "小吃"), ("register_nothing", "没有这样的户")):
        page.bar.search.setText(text)
        tour.settle()
        tour.shoot(name)
    page.bar.search.clear()
    tour.settle()
    page.filters.town.showPopup()
    tour.shoot("register_towns", page.filters.town.view().window())
    page.filters.town.hidePopup()
    tour.window.toast.say("已完成。列表里后面没有未完成的户了。")
    tour.shoot("register_toast")
    tour.window.toast.hide()
