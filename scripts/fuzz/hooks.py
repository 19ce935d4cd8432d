"""What schemathesis cannot know by itself: how parts of a file go over the wire."""
import schemathesis


@schemathesis.serializer("application/offset+octet-stream")
def part_of_a_file(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
