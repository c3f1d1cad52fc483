"""The demo publication as a newcomer meets it, judged by axe-core, the Nu HTML Checker, Lighthouse, and by eye."""
