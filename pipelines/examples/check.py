#!/usr/bin/env python3
"""Checks a dataset of word problems that `winnow synth` made, by arithmetic of its own.

    python3 check.py OUT PROBLEMS.jsonl

OUT is the published dataset, PROBLEMS the recipe's input in jsonl. Optional: the build never runs it, and it needs
nothing but Python 3. Every noted calculation, <<48/2=24>>, is computed again. A row of LLM2LLM has to end with its last
noted result if its seed does. A row of LEMMA has to repeat nothing of the error behind its transition: there, notes
have to be right, and the answer has to be the known one. Exits with 1 if a row fails.
"""
import json
import os
import re
import sys
from fractions import Fraction

NOTE = re.compile(r"<<([^<>\n=]*(?:=[^<>\n=]*)*)=([^<>\n=]*)>>")
TOKEN = re.compile(r"\s*(\d[\d,]*\.?\d*|\.\d+|[-+*/()%^])")
DEEPEST = 50


class Unreadable(Exception):
    """A text is no sum of numbers."""


def tokens(text):
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        token = TOKEN.match(text, place)
        if not token:
            raise Unreadable(text)
        found.append(token.group(1))
        place = token.end()
    return found


def compute(text):
    """The exact value of + - * / % and parentheses."""
    left = tokens(text)

    def peek():
        return left[0] if left else ""

    def total(depth):
        value = product(depth)
        while peek() in ("+", "-"):
            value = value + product(depth) if left.pop(0) == "+" else value - product(depth)
        return value

    def product(depth):
        value = factor(depth)
        while peek() in ("*", "/"):
            if left.pop(0) == "*":
                value *= factor(depth)
            else:
                divisor = factor(depth)
                if divisor == 0:
                    raise Unreadable(text)
                value /= divisor
        return value

    def factor(depth):
        if depth > DEEPEST or not left:
            raise Unreadable(text)
        token = left.pop(0)
        if token in ("-", "+"):
            return -factor(depth + 1) if token == "-" else factor(depth + 1)
        if token == "(":
            value = total(depth + 1)
            if peek() != ")":
                raise Unreadable(text)
            left.pop(0)
        elif token[0].isdigit() or token[0] == ".":
            value = Fraction(token.replace(",", ""))
        else:
            raise Unreadable(text)
        if peek() == "%":
            left.pop(0)
            value /= 100
        return value

    value = total(0)
    if left:
        raise Unreadable(text)
    return value


def notes(text):
    """Noted results with whether each is right; decimals may be rounded, cut off at their last place, or a double's."""
    found = []
    for note in NOTE.finditer(text):
        noted, exact = compute(note.group(2)), compute(note.group(1))
        places = len(note.group(2).strip().partition(".")[2])
        allowed = max(Fraction(1, 10**places), abs(exact) / 10**14) if places else 0
        found.append((noted, noted == exact or abs(noted - exact) < allowed, note.group(0)))
    return found


def number(text):
    return Fraction(re.sub(r"[,$\s]", "", text).rstrip("."))


def answer(text):
    """The stated answer: behind the last #### or the last "answer is"."""
    stated = re.findall(r"####\s*(\S+)|[Aa]nswer is\s+(\S+)", text)
    if not stated:
        raise Unreadable("no answer in: " + text)
    return number(stated[-1][0] or stated[-1][1])


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def texts(row):
    if "question" in row:
        return row["question"], row["answer"]
    user = next(m["content"] for m in row["messages"] if m["role"] == "user")
    assistant = next(m["content"] for m in row["messages"] if m["role"] == "assistant")
    return user, assistant


def check_varied(row, known):
    question, text = texts(row)
    if question in known:
        return "the question is one of the problems"
    wrong = [note for _, right, note in notes(text) if not right]
    if wrong:
        return "wrong: " + wrong[0]
    parent = row["parent_text"]
    if parent is None:
        return "no problem has the words of this one"
    original = notes(parent)
    ends = original and original[-1][0] == answer(parent)
    varied = notes(text)
    if ends and (not varied or varied[-1][0] != answer(text)):
        return "the answer is not the last result"
    return None


def check_mended(row, known):
    question, text = texts(row)
    if question not in known:
        return "the question is none of the problems"
    turn = row["meta"]["transition"]
    if text.count(turn) != 1:
        return "expected one transition"
    before, behind = text.split(turn)
    wrong = [note for _, right, note in notes(behind) if not right]
    if wrong:
        return "wrong behind the transition: " + wrong[0]
    if answer(behind) != answer(known[question]):
        return "the answer is not the known one"
    if not before.strip():
        return "nothing before the transition"
    return None


def shape(text):
    """The words of a question, by which a variation is told to belong to its seed."""
    return re.sub(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+", "N", text)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__)
        return 2
    known = dict(texts(row) for row in rows(arguments[1]))
    shapes = {shape(question): text for question, text in known.items()}
    checked, failed = {}, 0
    made = os.path.join(arguments[0], "data", "train.jsonl")
    for row in rows(made) if os.path.exists(made) else []:
        kind = row["made_by"]
        row["parent_text"] = shapes.get(shape(texts(row)[0]))
        check = {"llm2llm": check_varied, "lemma": check_mended}.get(kind)
        try:
            fault = check(row, known) if check else "made by neither llm2llm nor lemma"
        except (Unreadable, ValueError, KeyError, StopIteration) as error:
            fault = "cannot be read: " + repr(error)
        checked[kind] = checked.get(kind, 0) + 1
        if fault:
            failed += 1
            print(row["id"] + ": " + fault)
    for kind in sorted(checked):
        print(kind + ": " + str(checked[kind]) + " rows")
    print(str(failed) + " of " + str(sum(checked.values())) + " rows fail")
    return 1 if failed or not checked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
