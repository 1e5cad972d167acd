"""What a text file really is, where it is no text in columns: a web page or an XML workbook."""

import re

HTML_PAGE, XML_WORKBOOK = "网页（HTML）", "XML 表格"
#: bytes at the beginning that are looked at
_HEAD = 4096
_HTML = re.compile(
    rb"^\s*(<\?xml[^>]*>\s*)?(<!--.{0,2000}?-->\s*)*"
    rb"(<!doctype html|<html|<table|<head|<meta|<style|mime-version)",
    re.IGNORECASE | re.DOTALL,
)
_XML_WORKBOOK = re.compile(rb"^\s*<\?xml.{0,2000}urn:schemas-microsoft-com:office", re.DOTALL)


def kind(content: bytes) -> str | None:
    """`HTML_PAGE`, `XML_WORKBOOK`, or None where it is neither."""
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    if _XML_WORKBOOK.search(head):
        return XML_WORKBOOK
    return HTML_PAGE if _HTML.search(head) else None
