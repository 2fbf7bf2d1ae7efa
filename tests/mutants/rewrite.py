"""Rewrites C++ sources so that each place where they could be wrong can be made wrong when a program
starts (mutant.hpp). clang says where expressions begin and end."""
import bisect
import collections
import itertools
import re

from clang.cindex import CursorKind as Kind, Index, TypeKind

Mutant = collections.namedtuple("Mutant", "number path line kind text")

SIMPLE = {"+": "plus", "-": "minus", "*": "times", "/": "divide", "==": "equal", "!=": "unequal"}
BOUNDS = ("<", "<=", ">", ">=")
CONDITIONS = (Kind.IF_STMT, Kind.WHILE_STMT, Kind.CONDITIONAL_OPERATOR)
EXPRESSIONS = (Kind.CALL_EXPR, Kind.BINARY_OPERATOR, Kind.COMPOUND_ASSIGNMENT_OPERATOR,
               Kind.UNARY_OPERATOR, Kind.UNEXPOSED_EXPR)
# Where a number must be known when compiling.
FIXED = (Kind.CASE_STMT, Kind.ENUM_CONSTANT_DECL, Kind.STATIC_ASSERT, Kind.TEMPLATE_REF,
         Kind.TYPE_REF)

MACRO = re.compile(rb"(assert|mpz_\w+|[A-Z][A-Z_]{3,})\(|INT64_M")
NUMBERS_OF_A_FILE = 1000  # so that a change in one file leaves the others as they are


class File:
    """The edits of one file. Where two begin alike the outer one comes first, where they end alike last."""

    def __init__(self, path):
        self.path = path
        self.bytes = path.read_bytes()
        self.before = collections.defaultdict(list)
        self.after = collections.defaultdict(list)
        self.replaced = {}
        self.lines = self.bytes.split(b"\n")
        self.starts = [0, *itertools.accumulate(len(line) + 1 for line in self.lines)]

    def line_of(self, offset):
        return bisect.bisect_right(self.starts, offset)

    def wrap(self, begin, end, prefix, suffix):
        self.before[begin].append(prefix)
        self.after[end].insert(0, suffix)

    def rewritten(self):
        out, at = [], 0
        places = sorted(set(self.before) | set(self.after) | set(self.replaced))
        for place in places:
            out.append(self.bytes[at:place])
            out += [text.encode() for text in self.after[place]]
            out += [text.encode() for text in self.before[place]]
            at = place
            if place in self.replaced:
                old, new = self.replaced[place]
                assert self.bytes[place:place + len(old)] == old.encode()
                out.append(new.encode())
                at = place + len(old)
        out.append(self.bytes[at:])
        return b"".join(out)


class Rewriter:
    """Of all files in some folders. `refused` holds (path, line) pairs that would not compile."""

    def __init__(self, root, folders, arguments, refused):
        self.root = root
        self.folders = folders
        self.arguments = arguments
        self.refused = refused
        self.files = {}
        self.mutants = []
        paths = sorted(path for folder in folders for path in folder.glob("*"))
        self.next_number = {path: i * NUMBERS_OF_A_FILE for i, path in enumerate(paths)}
        self.seen = set()
        self.resolved = {}

    def read(self, source):
        unit = Index.create().parse(str(source), args=self.arguments)
        errors = [d for d in unit.diagnostics if d.severity >= 3]
        if errors:
            raise SystemExit(f"{source}: {errors[0]}")
        for cursor in unit.cursor.get_children():
            self.enter(cursor)

    def resolve(self, name):
        if name not in self.resolved:
            self.resolved[name] = self.root.joinpath(name).resolve()
        return self.resolved[name]

    def enter(self, cursor):
        """A declaration at the top of a file of ours, once, whoever includes it."""
        file = cursor.location.file
        if file is None:
            return
        path = self.resolve(file.name)
        if not any(folder in path.parents for folder in self.folders):
            return
        place = (path, cursor.extent.start.offset, cursor.kind)
        if place in self.seen:
            return
        self.seen.add(place)
        if path not in self.files:
            self.files[path] = File(path)
        self.file = self.files[path]
        self.visit(cursor, ())

    def visit(self, cursor, parents):
        if cursor.kind in FIXED:
            return
        if cursor.kind in (Kind.VAR_DECL, Kind.FIELD_DECL) and self.is_constant(cursor):
            return
        children = list(cursor.get_children())
        handler = getattr(self, "on_" + cursor.kind.name.lower(), None)
        if handler:
            handler(cursor, children, parents)
        self.conditions(cursor, children)
        self.statements(cursor, children)
        for child in children:
            self.visit(child, (*parents, cursor))

    def is_constant(self, cursor):
        if not cursor.spelling:
            return False
        begin, end = self.span(cursor)
        before, name, after = self.file.bytes[begin:end].partition(cursor.spelling.encode())
        return re.search(rb"\bconst(expr|init)\b", before) or after.lstrip().startswith(b"[")

    def add(self, begin, kind, count=1):
        """Numbers of new mutants at a place, None where it is not to be touched."""
        line = self.file.line_of(begin)
        if (str(self.file.path.relative_to(self.root)), line) in self.refused:
            return None
        number = self.next_number[self.file.path]
        self.next_number[self.file.path] += count
        text = self.file.lines[line - 1].decode().strip()
        names = [kind] if count == 1 else [kind + ": bound", kind + ": answer"]
        for i in range(count):
            self.mutants.append(Mutant(number + i, str(self.file.path.relative_to(self.root)), line,
                                       names[i], text))
        return number

    @staticmethod
    def span(cursor):
        return cursor.extent.start.offset, cursor.extent.end.offset

    def is_ours(self, *cursors):
        """In this file, and not made by a macro."""
        for cursor in cursors:
            start, end = cursor.extent.start, cursor.extent.end
            if start.file is None or end.file is None or start.file.name != end.file.name or \
                    self.resolve(start.file.name) != self.file.path or \
                    start.offset >= end.offset or \
                    MACRO.match(self.file.bytes, start.offset):
                return False
        return True

    def operator_between(self, left, right):
        """The sign between two operands and where it stands."""
        begin, end = left.extent.end.offset, right.extent.start.offset
        if begin >= end:
            return None
        between = self.file.bytes[begin:end].decode(errors="replace")
        match = re.fullmatch(r"(\s*)(<=>|<=|>=|==|!=|&&|\|\||<|>|\+|-|\*|/)(\s*)", between)
        return (match.group(2), begin + len(match.group(1))) if match else None

    def on_call_expr(self, cursor, children, parents):
        name = cursor.spelling
        if not name.startswith("operator") or len(children) < 2:
            return
        first = children[0]
        if first.kind == Kind.CALL_EXPR and first.spelling == "operator<=>" and \
                first.extent.start.offset == cursor.extent.start.offset and \
                children[-1].spelling == "__unspec" and len(list(first.get_children())) == 3:
            inner = list(first.get_children())
            if inner[0].extent.start.offset > inner[2].extent.start.offset:
                inner.reverse()
            found = self.operator_between(inner[0], inner[2])
            if found and found[0] != "<=>":
                self.binary(inner[0], inner[2])
                return
        if children[-1].spelling == "__unspec":
            if self.is_ours(cursor):
                self.turn(cursor)
            return
        if len(children) == 3:
            self.binary(children[0], children[2])
        elif len(children) == 2 and name == "operator-":
            self.negation(cursor, children[0])

    def on_binary_operator(self, cursor, children, parents):
        if len(children) == 2:
            self.binary(*children)

    def on_unary_operator(self, cursor, children, parents):
        begin, end = self.span(cursor)
        if self.file.bytes[begin:begin + 1] == b"-" and self.file.bytes[begin:begin + 2] != b"--" and \
                children and children[0].kind != Kind.INTEGER_LITERAL:
            self.negation(cursor, children[0])

    def negation(self, cursor, operand):
        if not self.is_ours(cursor, operand):
            return
        begin = cursor.extent.start.offset
        if self.file.bytes[begin:begin + 1] != b"-" or operand.extent.start.offset != begin + 1:
            return
        number = self.add(begin, "sign")
        if number is None:
            return
        self.file.replaced[begin] = ("-", f"mutant::negative({number}, ")
        self.file.after[cursor.extent.end.offset].insert(0, ")")

    def binary(self, left, right):
        if not self.is_ours(left, right):
            return
        found = self.operator_between(left, right)
        if not found:
            return
        sign, place = found
        begin, end = left.extent.start.offset, right.extent.end.offset
        if sign in ("&&", "||"):
            for side in (left, right):
                number = self.add(place, f"{sign} without")
                if number is None:
                    return
                rest = f"mutant::is_on({number}) ||" if sign == "&&" else f"!mutant::is_on({number}) &&"
                self.file.wrap(*self.span(side), f"({rest} (", "))")
            return
        if sign in BOUNDS:
            number = self.add(place, sign, 2)
            if number is None:
                return
            name = f"compare<'{sign[0]}', '{(sign + ' ')[1]}'>"
        elif sign in SIMPLE:
            number = self.add(place, sign)
            if number is None:
                return
            name = SIMPLE[sign]
        else:
            return
        self.file.wrap(begin, end, f"mutant::{name}({number}, ", ")")
        self.file.replaced[place] = (sign, ",")

    def turn(self, cursor):
        number = self.add(cursor.extent.start.offset, "condition")
        if number is not None:
            self.file.wrap(*self.span(cursor), f"mutant::turned({number}, ", ")")

    def conditions(self, cursor, children):
        if cursor.kind in CONDITIONS and children and children[0].kind.is_expression() and \
                self.is_ours(children[0]):
            words = self.file.bytes[slice(*self.span(children[0]))]
            if not re.search(rb"&&|\|\||[<>=!]=|<|>", words):
                self.turn(children[0])
        if cursor.kind == Kind.RETURN_STMT and children and \
                children[0].type.get_canonical().kind == TypeKind.BOOL and self.is_ours(children[0]):
            words = self.file.bytes[slice(*self.span(children[0]))]
            if not re.search(rb"&&|\|\||[<>=!]=|<|>", words):
                self.turn(children[0])

    def statements(self, cursor, children):
        if cursor.kind not in (Kind.COMPOUND_STMT, Kind.IF_STMT):
            return
        for i, child in enumerate(children):
            if child.kind not in EXPRESSIONS or not self.is_ours(child):
                continue
            if cursor.kind == Kind.IF_STMT and i == 0:
                continue
            begin, end = self.span(child)
            if self.file.bytes[end:end + 1] != b";":
                continue
            number = self.add(begin, "without")
            if number is not None:
                self.file.wrap(begin, end, f"mutant::is_on({number}) ? void() : void(", ")")

    def on_integer_literal(self, cursor, children, parents):
        if not self.is_ours(cursor):
            return
        # Lists may not hold what may be too wide, and comparisons of orderings take a literal 0 alone.
        for parent in parents[-3:]:
            if parent.kind in (Kind.INIT_LIST_EXPR, Kind.FIELD_DECL, Kind.PARM_DECL):
                return
            if parent.kind == Kind.CALL_EXPR and parent.spelling.startswith("operator") and \
                    list(parent.get_children())[-1].spelling == "__unspec":
                return
        begin, end = self.span(cursor)
        number = self.add(begin, "number")
        if number is not None:
            self.file.wrap(begin, end, f"mutant::next({number}, ", ")")
