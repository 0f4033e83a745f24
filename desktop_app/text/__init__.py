"""What comes from outside made safe, folded, dated, its links cut. No I/O."""
