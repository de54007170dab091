import { FastBook } from './fast-book.js';
import { testBook } from './test-book-suite.js';

testBook((orders, instruments, chunks) => new FastBook(orders, instruments, chunks));
